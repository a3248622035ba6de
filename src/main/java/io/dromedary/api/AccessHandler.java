package io.dromedary.api;

import io.dromedary.access.Scope;
import io.dromedary.problem.Problem;
import io.dromedary.problem.ProblemKind;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jdbi.v3.core.JdbiException;

/**
 * Checks access to every path of the API: a request without a key, or one that is not in the contract, is answered here,
 * before its body is read.
 */
public final class AccessHandler implements Handler<RoutingContext> {

    private static final String HEALTH = "/health";
    /** Keys are looked up by threads of their own, so that slow requests do not delay authentication. */
    private static final int LOOKED_UP_AT_ONCE = 8;
    private static final long LAST_BYTES_MS = 500;

    private final Contract contract;
    private final Authenticator authenticator;
    private final boolean open;
    private final Set<String> alsoPublic;
    private final RequestDrain inside = new RequestDrain();
    private WorkerExecutor keys;

    /**
     * A handler that is not open yet.
     *
     * @param open       whether this node has the role {@code api}; a worker answers only the operations of every role
     * @param alsoPublic paths that need no key although the contract requires one
     */
    public AccessHandler(Contract contract, Authenticator authenticator, boolean open, Set<String> alsoPublic) {
        this.alsoPublic = alsoPublic;
        this.open = open;
        this.contract = contract;
        this.authenticator = authenticator;
    }

    /** Starts to accept requests. */
    void open(Vertx vertx) {
        keys = vertx.createSharedWorkerExecutor("keys", LOOKED_UP_AT_ONCE);
    }

    /**
     * Refuses further requests, as this server is being stopped; those that were accepted are answered.
     *
     * @return completes when the last of those is answered
     */
    public CompletableFuture<Void> close() {
        return inside.close();
    }

    @Override
    public void handle(RoutingContext context) {
        // A route cannot set this header.
        context.response().putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        inside.enter();
        context.addEndHandler(ended -> inside.leave());
        if (inside.isClosed() && !context.normalizedPath().startsWith(HEALTH)) {
            context.response().putHeader(HttpHeaders.CONNECTION, "close");
            answer(context, new Problem(ProblemKind.UNAVAILABLE,
                    "This server is being stopped, and has taken nothing of this: try again in some seconds."));
            return;
        }
        if (contract.isPublic(context.normalizedPath()) || alsoPublic.contains(context.normalizedPath())) {
            if (Authenticator.hasKey(context) && contract.tellsMoreToKeys(context.normalizedPath())) {
                identify(context, true);
            } else {
                checkOperation(context, Scope.READ);
            }
            return;
        }
        identify(context, false);
    }

    /** Identifies the caller; public operations are answered even if that fails. */
    private void identify(RoutingContext context, boolean forEveryone) {
        // Parts of the body that arrive while the key is looked up would be lost.
        context.request().pause();
        keys.executeBlocking(() -> authenticator.identify(context), false).onComplete(checked -> {
            context.request().resume();
            if (checked.succeeded()) {
                Authenticator.put(context, checked.result());
                checkOperation(context, checked.result().scope());
            } else if (checked.cause() instanceof Problem refusal) {
                refuse(context, refusal);
            } else if (forEveryone) {
                checkOperation(context, Scope.READ);
            } else {
                answer(context, checked.cause() instanceof JdbiException
                        ? new Problem(ProblemKind.UNAVAILABLE, "The server cannot check your key now: try again.")
                        : new Problem(ProblemKind.INTERNAL_ERROR, "Something went wrong in this server."));
            }
        });
    }

    private void refuse(RoutingContext context, Problem refusal) {
        if (refusal.kind().status() == 401) {
            context.response().putHeader("WWW-Authenticate", "Bearer");
        }
        long delay = refusal.kind() == ProblemKind.TOKEN_INVALID ? authenticator.delay(context) : 0;
        if (delay > 0) {
            context.vertx().setTimer(delay, over -> {
                if (!context.response().closed()) {
                    answer(context, refusal);
                }
            });
        } else {
            answer(context, refusal);
        }
    }

    private void checkOperation(RoutingContext context, Scope scope) {
        Contract.Match match = contract.match(context.request().method().name(), context.normalizedPath());
        if (match instanceof Contract.Found found && (open || found.operation().ofEveryRole())) {
            Scope needed = found.operation().scope();
            if (scope.covers(needed)) {
                context.next();
            } else {
                answer(context, new Problem(ProblemKind.FORBIDDEN, "This needs a key of scope " + needed.wireName()
                        + ", and yours has " + scope.wireName() + ": ask for one where keys are made (POST /keys)."));
            }
        } else if (match instanceof Contract.WrongMethod wrong) {
            String allowed = String.join(", ", wrong.allowed());
            context.response().putHeader(HttpHeaders.ALLOW, allowed);
            answer(context, OlderForms.refusal(context.request().method().name(), context.normalizedPath()).orElseGet(() ->
                    new Problem(ProblemKind.METHOD_NOT_ALLOWED, "This path takes only " + allowed + ".")));
        } else {
            answer(context, OlderForms.refusal(context.normalizedPath()).orElseGet(() -> new Problem(ProblemKind.NOT_FOUND,
                    "There is nothing at this path. GET /openapi.yaml lists what there is.")));
        }
    }

    /**
     * Stops reading a body that is not taken. Closing the connection at once could discard the answer before the client
     * has read it, so it is closed a little later.
     */
    static void cut(RoutingContext context) {
        context.request().pause();
        context.response().putHeader(HttpHeaders.CONNECTION, "close");
        context.addEndHandler(ended -> context.vertx().setTimer(LAST_BYTES_MS, over -> context.request().connection().close()));
    }

    /** Answers with an error outside of any route. */
    static void answer(RoutingContext context, Problem problem) {
        if (problem.kind() == ProblemKind.TOO_MANY_REQUESTS) {
            context.response().putHeader("Retry-After", ErrorResponses.retryAfter(problem));
        }
        context.response().setStatusCode(problem.kind().status())
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                .end(ErrorResponses.json(problem) + "\n");
    }
}
