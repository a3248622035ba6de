package io.dromedary.r2;

import java.io.IOException;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** Carries one exchange from its head to its end: count, faults, signature, rights, rules, work, error answer. */
final class Dispatcher {

    private final SigV4Verifier verifier;
    private final Faults faults;
    private final Counters counters;
    private final Supplier<Clock> clock;
    private final BucketAnswers buckets;
    private final ObjectAnswers objects;
    private final UploadAnswers uploads;

    Dispatcher(Function<String, Optional<ApiKey>> keys, Faults faults, Counters counters, Supplier<Clock> clock,
            BucketAnswers buckets, ObjectAnswers objects, UploadAnswers uploads) {
        this.verifier = new SigV4Verifier(keys);
        this.faults = faults;
        this.counters = counters;
        this.clock = clock;
        this.buckets = buckets;
        this.objects = objects;
        this.uploads = uploads;
    }

    void run(Exchange exchange) {
        boolean counted = false;
        try {
            RequestHead head = exchange.parse();
            exchange.countInto(counters.begin(head));
            counted = true;
            for (Fault.Trouble trouble : faults.striking(head)) {
                trouble.strike(exchange);
            }
            work(exchange, head);
        } catch (R2Error e) {
            answerError(exchange, e);
        } catch (ConnectionBroken e) {
            exchange.abandon(e.kind());
        } catch (IOException | RuntimeException e) {
            answerError(exchange, new R2Error(500, "InternalError", String.valueOf(e)));
        } finally {
            if (counted) {
                counters.end();
            }
        }
    }

    private void work(Exchange exchange, RequestHead head) throws IOException {
        SigV4Verifier.Signed signed = verifier.verify(head, exchange.authorization(), clock.get());
        Rules.checkAccess(head, signed.key());
        Rules.checkHead(head);
        CheckedBody body = new CheckedBody(exchange.body(), signed.payloadSha256(), Rules.contentMd5(head));
        switch (head.operation()) {
            case PUT_OBJECT -> objects.put(exchange, body);
            case UPLOAD_PART -> uploads.part(exchange, body);
            case COMPLETE_MULTIPART_UPLOAD -> uploads.complete(exchange, body);
            default -> {
                // No use for a body, but a hash that does not fit it is wrong here as well.
                body.drain();
                workWithoutBody(exchange, head, signed.key());
            }
        }
    }

    private void workWithoutBody(Exchange exchange, RequestHead head, ApiKey key) throws IOException {
        switch (head.operation()) {
            case LIST_BUCKETS -> buckets.listBuckets(exchange, key);
            case HEAD_BUCKET -> buckets.head(exchange);
            case CREATE_BUCKET -> buckets.create(exchange);
            case DELETE_BUCKET -> buckets.delete(exchange);
            case LIST_OBJECTS -> buckets.list(exchange);
            case GET_OBJECT, HEAD_OBJECT -> objects.get(exchange);
            case COPY_OBJECT -> objects.copy(exchange, key);
            case DELETE_OBJECT -> objects.delete(exchange);
            case CREATE_MULTIPART_UPLOAD -> uploads.create(exchange);
            case UPLOAD_PART_COPY -> uploads.copyPart(exchange, key);
            case ABORT_MULTIPART_UPLOAD -> uploads.abort(exchange);
            case LIST_MULTIPART_UPLOADS -> uploads.listUploads(exchange);
            case LIST_PARTS -> uploads.listParts(exchange);
            default -> throw R2Error.notImplemented(head.method());
        }
    }

    private static void answerError(Exchange exchange, R2Error error) {
        try {
            if (exchange.hasBegunAnswer()) {
                exchange.abandon(ConnectionBroken.Kind.CLOSE);
                return;
            }
            exchange.finishBody();
            exchange.answer(error.status(), Map.of("Content-Type", "application/xml"), Xml.error(error));
        } catch (ConnectionBroken e) {
            exchange.abandon(e.kind());
        } catch (IOException e) {
            exchange.abandon(ConnectionBroken.Kind.CLOSE);
        }
    }
}
