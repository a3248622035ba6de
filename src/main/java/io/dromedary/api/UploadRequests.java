package io.dromedary.api;

import io.dromedary.problem.Problem;
import io.dromedary.problem.ProblemKind;
import io.dromedary.upload.ReceivedUploads;
import io.dromedary.upload.Upload;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;

/**
 * The bytes of uploads: resumable by tus 1.0, or by one PUT. Camel's HTTP consumer would read a body into memory, and has
 * a limit for it; so these requests are answered here, each after the route of its operation has found the upload.
 */
public final class UploadRequests {

    /** How many blocks are written at a time, and how many requests begin or end. */
    private static final int THREADS = 8;
    private static final String UPLOADS = "/uploads";

    private final Contract contract;
    private final UploadApi api;
    private final ReceivedUploads received;
    private final UploadTurns turns = new UploadTurns();
    private Consumer<HttpServerRequest> alive = request -> { };
    private ProducerTemplate routes;
    private WorkerExecutor threads;

    public UploadRequests(Contract contract, UploadApi api, ReceivedUploads received) {
        this.contract = contract;
        this.api = api;
        this.received = received;
    }

    /** What clients ask before they have a key: which version, and which extensions. */
    void mountPublic(Router router) {
        router.optionsWithRegex(UPLOADS + "(/[^/]+)?").handler(client -> {
            Tus.greet(client.response());
            client.response().putHeader("Tus-Version", Tus.VERSION).putHeader("Tus-Extension", Tus.EXTENSIONS)
                    .putHeader("Tus-Max-Size", Long.toString(received.maxBytes())).setStatusCode(204).end();
        });
    }

    /**
     * Mounts the operations before Camel's; access is checked before.
     *
     * @param goesOn is told of a request whose body arrives, so that it is not cut off
     */
    void mount(Router router, Vertx vertx, CamelContext camel, Consumer<HttpServerRequest> goesOn) {
        alive = goesOn;
        routes = camel.createProducerTemplate();
        threads = vertx.createSharedWorkerExecutor("uploads", THREADS);
        String one = contract.operation("getUpload").path().pattern();
        router.post(UPLOADS).handler(client -> ifTus(client, this::create));
        router.routeWithRegex(HttpMethod.HEAD, one).handler(client -> answer(client, this::head));
        router.patchWithRegex(one).handler(client -> answer(client, this::append));
        router.putWithRegex(one).handler(client -> answer(client, this::put));
        router.deleteWithRegex(one).handler(client -> ifTus(client, this::delete));
    }

    /** Ends all requests because this server is being stopped: their clients go on with the next one. */
    public void close() {
        turns.close();
    }

    private void ifTus(RoutingContext client, Function<RoutingContext, Future<?>> work) {
        if (Tus.isSpoken(client.request())) {
            answer(client, work);
        } else {
            client.next();
        }
    }

    private static void answer(RoutingContext client, Function<RoutingContext, Future<?>> work) {
        // Parts of the body that arrive meanwhile would be lost.
        client.request().pause();
        if (Tus.isSpoken(client.request())) {
            Tus.greet(client.response());
        }
        Future.succeededFuture().compose(begun -> work.apply(client)).onFailure(failure -> UploadRefusal.answer(client, failure));
    }

    private Future<?> create(RoutingContext client) {
        return threads.executeBlocking(() -> {
            Tus.checkVersion(client.request());
            contract.checkQuery("createUpload", query(client));
            return api.announce(Authenticator.of(client), Tus.draft(client.request()));
        }, false).onSuccess(upload -> {
            client.request().resume();
            described(client.response(), upload.expiresAt()).setStatusCode(201)
                    .putHeader(HttpHeaders.LOCATION, UPLOADS + "/" + upload.id()).end();
        });
    }

    private Future<?> head(RoutingContext client) {
        return find(client, "headUpload", Tus::checkVersion).compose(upload -> inTurn(client, upload, turn ->
                threads.executeBlocking(() -> received.offset(upload), false).onSuccess(offset -> {
                    client.request().resume();
                    upload.metadata().ifPresent(sent -> client.response().putHeader(Tus.METADATA, sent));
                    described(client.response(), upload.expiresAt()).putHeader(Tus.LENGTH, Long.toString(upload.bytes()))
                            .putHeader(Tus.OFFSET, Long.toString(offset)).end();
                })));
    }

    private Future<?> append(RoutingContext client) {
        return find(client, "appendUpload", request -> {
            Tus.checkVersion(request);
            Tus.checkBodyType(request);
        }).compose(upload -> {
            long from = Tus.number(client.request(), Tus.OFFSET);
            checkLength(client.request(), upload, from);
            return inTurn(client, upload, turn -> receive(client, upload, turn, OptionalLong.of(from)));
        }).onSuccess(end -> {
            if (end.end() == UploadBody.End.WHOLE) {
                described(client.response(), end.expiresAt()).putHeader(Tus.OFFSET, Long.toString(end.offset()))
                        .setStatusCode(204).end();
            }
        });
    }

    private Future<?> put(RoutingContext client) {
        return find(client, "putUpload", request -> { }).compose(upload -> {
            checkWhole(client.request(), upload);
            return inTurn(client, upload, turn -> receive(client, upload, turn, OptionalLong.empty()));
        }).compose(end -> end.end() != UploadBody.End.WHOLE ? Future.succeededFuture()
                : routed(client, "getUpload").onSuccess(answer -> client.response()
                        .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                        .end(answer.getMessage().getBody(AnswerBody.class).json() + "\n")));
    }

    private Future<?> delete(RoutingContext client) {
        return threads.executeBlocking(() -> {
            Tus.checkVersion(client.request());
            return true;
        }, false).compose(spoken -> routed(client, "deleteUpload")).onSuccess(gone -> {
            client.request().resume();
            client.response().setStatusCode(204).end();
        });
    }

    /** What came of a body, and when the upload expires now. */
    private record Ended(UploadBody.End end, long offset, long expiresAt) {
    }

    private Future<Ended> receive(RoutingContext client, Upload upload, UploadTurns.Turn turn, OptionalLong from) {
        HttpServerRequest request = client.request();
        var connection = client.vertx().getOrCreateContext();
        return threads.executeBlocking(() -> received.open(upload, from), false).compose(file ->
                new UploadBody(request, connection, threads, file, upload.bytes() - from.orElse(0), () -> alive.accept(request))
                        .receive(turn)).compose(body -> threads.executeBlocking(() -> {
                            if (body.end() == UploadBody.End.TOO_LONG) {
                                throw tooLong(upload);
                            }
                            long expiresAt = received.end(upload, body.offset());
                            if (body.end() == UploadBody.End.INTERRUPTED) {
                                throw new Problem(ProblemKind.UPLOAD_OFFSET, "Another request goes on with this upload, or this"
                                        + " server is being stopped: ask where it is (HEAD), and go on from there.");
                            }
                            return new Ended(body.end(), body.offset(), expiresAt);
                        }, false));
    }

    private static void checkLength(HttpServerRequest request, Upload upload, long from) {
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        if (length != null && from <= upload.bytes() && Long.parseLong(length) > upload.bytes() - from) {
            throw tooLong(upload);
        }
    }

    private static Problem tooLong(Upload upload) {
        return new Problem(ProblemKind.BODY_TOO_LARGE, "The upload was announced with " + upload.bytes()
                + " bytes, and this goes beyond: nothing of it was taken.");
    }

    private static void checkWhole(HttpServerRequest request, Upload upload) {
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        if (length == null || Long.parseLong(length) != upload.bytes()) {
            throw new Problem(ProblemKind.INVALID_INPUT, "A PUT sends all " + upload.bytes() + " bytes that were announced, with the"
                    + " header 'Content-Length: " + upload.bytes() + "'" + (length == null ? "." : ", not " + length + "."),
                    "Content-Length");
        }
    }

    /** The upload of a request, which its route finds. */
    private Future<Upload> find(RoutingContext client, String operation, Consumer<HttpServerRequest> check) {
        return threads.executeBlocking(() -> {
            check.accept(client.request());
            return true;
        }, false).compose(checked -> routed(client, operation)).map(found -> found.getMessage().getBody(Upload.class));
    }

    private Future<Exchange> routed(RoutingContext client, String operation) {
        return threads.executeBlocking(() -> {
            contract.checkQuery(operation, query(client));
            Exchange found = routes.send("direct:" + operation, exchange -> {
                exchange.setVariable(Authenticator.CALLER, Authenticator.of(client));
                exchange.getMessage().setHeaders(new LinkedHashMap<>(Map.of("upload", client.pathParam("upload"))));
            });
            UploadRefusal.check(found);
            return found;
        }, false);
    }

    private <T> Future<T> inTurn(RoutingContext client, Upload upload, Function<UploadTurns.Turn, Future<T>> work) {
        return Future.fromCompletionStage(turns.take(upload.id()), client.vertx().getOrCreateContext()).compose(turn ->
                Future.succeededFuture().compose(begun -> work.apply(turn)).onComplete(over -> turn.end()));
    }

    private static HttpServerResponse described(HttpServerResponse response, long expiresAt) {
        return response.putHeader(Tus.EXPIRES, Tus.time(expiresAt));
    }

    private static Map<String, String> query(RoutingContext client) {
        var query = new LinkedHashMap<String, String>();
        client.queryParams().forEach(parameter -> query.put(parameter.getKey(), parameter.getValue()));
        return query;
    }
}
