package io.dromedary.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.dromedary.access.Caller;
import io.dromedary.connection.Connection;
import io.dromedary.connection.ConnectionStore;
import io.dromedary.problem.Problem;
import io.dromedary.problem.ProblemKind;
import io.dromedary.storage.ObjectUrl;
import io.dromedary.upload.DirectUploads;
import io.dromedary.upload.Presigned;
import io.dromedary.upload.ReceivedUploads;
import io.dromedary.upload.Upload;
import io.dromedary.upload.UploadPlaces;
import io.dromedary.upload.UploadRemoval;
import io.dromedary.upload.UploadStore;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.camel.Exchange;
import org.apache.camel.Header;
import org.apache.camel.Variable;

/** The API of uploads, except for their bytes. */
public final class UploadApi {

    private final UploadStore uploads;
    private final UploadPlaces places;
    private final ReceivedUploads received;
    private final DirectUploads direct;
    private final UploadRemoval removal;
    private final ConnectionStore connections;
    private final Idempotency idempotency;
    private final UploadJson json;

    /** @param publicUrl what URLs of this server begin with */
    public UploadApi(UploadStore uploads, UploadPlaces places, ReceivedUploads received, DirectUploads direct,
            UploadRemoval removal, ConnectionStore connections, Idempotency idempotency,
            String publicUrl) {
        this.idempotency = idempotency;
        this.uploads = uploads;
        this.places = places;
        this.received = received;
        this.direct = direct;
        this.removal = removal;
        this.connections = connections;
        this.json = new UploadJson(publicUrl);
    }

    /**
     * Announces a file, and tells how to send it. An announcement that is repeated with its {@code Idempotency-Key} is
     * answered with the same upload as it is now, and with a new one if that is gone: nothing has come of it then.
     */
    public void create(Exchange exchange) {
        Caller caller = Authenticator.of(exchange);
        JsonNode body = exchange.getMessage().getBody(RequestBody.class).json();
        var draft = new UploadStore.Draft(Tus.filename(body.get("filename").asText()), text(body, "content_type"),
                body.get("size").asLong(), Optional.empty());
        Function<String, Upload.Place> place = place(caller, body, draft);
        Supplier<Upload> making = () -> uploads.create(caller, draft, place);
        Optional<RepeatableRequest> request = RepeatableRequest.of(exchange);
        Optional<Upload> before = request.flatMap(repeated -> before(caller, repeated));
        Optional<Upload> made = before.isPresent() ? Optional.empty() : request.map(repeated -> idempotency.once(repeated, making,
                upload -> new AnswerBody(UploadJson.id(upload)))).orElseGet(() -> Optional.of(making.get()));
        if (made.isPresent()) {
            exchange.getMessage().setBody(begun(made.get()));
            return;
        }
        Upload known = before.or(() -> before(caller, request.orElseThrow())).orElseThrow(() -> new Problem(
                ProblemKind.UNAVAILABLE, "The upload of this key is just being removed: try again."));
        exchange.getMessage().setBody(answer(seen(direct.begin(known))));
        exchange.getMessage().setHeader(Exchange.HTTP_RESPONSE_CODE, 200);
        exchange.setRouteStop(true);
    }

    /** The upload of a key, unless it is gone; the key is free again then. */
    private Optional<Upload> before(Caller caller, RepeatableRequest request) {
        Optional<String> id = idempotency.madeBefore(request);
        Optional<Upload> upload = id.flatMap(known -> uploads.present(caller.project(), known));
        if (id.isPresent() && upload.isEmpty()) {
            idempotency.forget(request);
        }
        return upload;
    }

    private AnswerBody begun(Upload upload) {
        try {
            return answer(direct.begin(upload));
        } catch (RuntimeException refused) {
            removal.remove(upload);
            throw refused;
        }
    }

    /**
     * Announces a file that a client of tus sends to this node.
     *
     * @throws Problem also where uploads go to a bucket
     */
    Upload announce(Caller caller, UploadStore.Draft draft) {
        if (places.isBucket()) {
            throw new Problem(ProblemKind.INVALID_INPUT, "Uploads go to a bucket here, by presigned URLs instead of tus: POST"
                    + " /uploads with {\"filename\", \"size\"} as JSON, and without the header 'Tus-Resumable', gives them.");
        }
        return uploads.create(caller, draft, id -> places.usual(id, draft.bytes()));
    }

    private Function<String, Upload.Place> place(Caller caller, JsonNode body, UploadStore.Draft draft) {
        if (!body.has("connection_id") && !body.has("output")) {
            return id -> places.usual(id, draft.bytes());
        }
        ObjectUrl named = text(body, "output").flatMap(ObjectUrl::parse).orElseThrow(() -> new Problem(ProblemKind.INVALID_INPUT,
                "'output' must be s3://<bucket>/<key>: it says where in the bucket of 'connection_id' the file goes. A '/' at its"
                        + " end keeps the name of the file.", "output"));
        ObjectUrl object = named.isDirectory() ? named.resolve(draft.filename()) : named;
        if (!object.isPlain() || object.key().chars().anyMatch(Character::isISOControl)) {
            throw new Problem(ProblemKind.INVALID_INPUT, "'output' has '.' or '..' between slashes, or a control character: many"
                    + " stores and clients take that for another place. Write the key that you mean.", "output");
        }
        Connection connection = text(body, "connection_id").map(ref -> connections.find(caller.project(), ref).orElseThrow(() ->
                new Problem(ProblemKind.INVALID_INPUT, "There is no connection '" + ref + "': GET /connections lists them.",
                        "connection_id"))).or(() -> connections.findUsual(caller.project())).orElseThrow(() ->
                new Problem(ProblemKind.INVALID_INPUT, "An upload to a bucket needs a connection: name one in 'connection_id', or"
                        + " make one the default.", "connection_id"));
        return id -> UploadPlaces.inBucketOfCaller(connection.id(), object, draft.bytes());
    }

    /** An upload, and how to send what is missing of it. */
    public AnswerBody get(@Variable(Authenticator.CALLER) Caller caller, @Header("upload") String id) {
        return answer(seen(uploads.get(caller.project(), id)));
    }

    /** An upload whose bytes this node receives. */
    public Upload received(@Variable(Authenticator.CALLER) Caller caller, @Header("upload") String id) {
        return received.get(caller.project(), id);
    }

    /** Makes an object of what was sent to a bucket; checks that one on a node has all its bytes. */
    public AnswerBody complete(@Variable(Authenticator.CALLER) Caller caller, @Header("upload") String id) {
        Upload upload = uploads.get(caller.project(), id);
        if (upload.isComplete()) {
            return answer(upload);
        }
        if (upload.bucket().isPresent()) {
            return answer(direct.complete(upload));
        }
        long offset = received.offset(received.get(caller.project(), id));
        if (offset < upload.bytes()) {
            throw new Problem(ProblemKind.UPLOAD_UNFINISHED, "The upload has " + offset + " of its " + upload.bytes()
                    + " bytes: send the rest first.");
        }
        return answer(uploads.get(caller.project(), id));
    }

    /** Removes an upload. */
    public AnswerBody delete(@Variable(Authenticator.CALLER) Caller caller, @Header("upload") String id) {
        Upload upload = uploads.get(caller.project(), id);
        AnswerBody last = new AnswerBody(json.of(upload, offset(upload), Optional.empty()));
        removal.remove(upload);
        return last;
    }

    private Upload seen(Upload upload) {
        return upload.bucket().isPresent() ? direct.seen(upload) : upload;
    }

    private AnswerBody answer(Upload upload) {
        long offset = offset(upload);
        Upload now = offset == upload.bytes() && !upload.isComplete() ? uploads.get(upload.project(), upload.id()) : upload;
        Optional<Presigned> how = now.isComplete() || now.bucket().isEmpty() ? Optional.empty() : Optional.of(direct.urls(now));
        return new AnswerBody(json.of(now, offset, how));
    }

    private long offset(Upload upload) {
        return upload.isComplete() ? upload.bytes() : upload.bucket().isPresent() ? 0
                : received.offset(received.get(upload.project(), upload.id()));
    }

    private static Optional<String> text(JsonNode body, String field) {
        return Optional.ofNullable(body.get(field)).map(JsonNode::asText);
    }
}
