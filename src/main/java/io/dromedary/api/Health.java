package io.dromedary.api;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.camel.Exchange;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckRegistry;

/**
 * Answers the health endpoints: whether this node can take and process jobs and if not, why; whether it is alive; and
 * whether it is ready.
 */
public final class Health {

    /** Longer than the checks' own time limits, shorter than those of supervisors. */
    private static final long LONGEST_MS = 8_000;

    private final List<NodeCheck> checks;
    private final Map<String, CompletableFuture<Result>> looks = new HashMap<>();
    private final ExecutorService threads = Executors.newCachedThreadPool(work -> {
        var thread = new Thread(work, "health");
        thread.setDaemon(true);
        return thread;
    });
    private final List<String> roles;
    private final String version;
    private volatile boolean stopping;

    public Health(Map<String, NodeCheck.Check> checks, List<String> roles, String version) {
        this.checks = checks.entrySet().stream().map(check -> new NodeCheck(check.getKey(), check.getValue())).toList();
        this.roles = roles;
        this.version = version;
    }

    /** Registers the checks with Camel, so that its tools show them too. They run a check without the time limit used here. */
    public void register(HealthCheckRegistry registry) {
        checks.forEach(registry::register);
    }

    /** Reports this node as not ready from now on, as it is being stopped. */
    public void stop() {
        stopping = true;
    }

    /**
     * Answers the state of this node: 200 if all checks pass, otherwise 503. Callers without a key see only which checks fail.
     */
    public void report(Exchange exchange) {
        Map<String, Result> results = look();
        boolean up = results.values().stream().allMatch(Result::up);
        boolean known = Authenticator.of(exchange) != null;
        ObjectNode json = status(up);
        if (known) {
            json.put("version", version);
            roles.forEach(json.putArray("roles")::add);
        }
        ObjectNode shown = json.putObject("checks");
        results.forEach((name, result) -> {
            ObjectNode check = status(result.up());
            result.message().filter(text -> known).ifPresent(text -> check.put("message", text));
            shown.set(name, check);
        });
        answer(exchange, up, json);
    }

    /** Answers that this process is alive. It runs no check: restarting this process would not repair, say, a database. */
    public void live(Exchange exchange) {
        answer(exchange, true, status(true));
    }

    /** Answers whether this node can take requests and jobs: 200 if all checks pass and it is not being stopped. */
    public void ready(Exchange exchange) {
        ObjectNode reasons = JsonNodeFactory.instance.objectNode();
        if (stopping) {
            reasons.put("stopping", "This node is being stopped.");
        }
        boolean known = Authenticator.of(exchange) != null;
        look().forEach((name, result) -> {
            if (!result.up()) {
                reasons.put(name, known ? result.message().orElseThrow() : "It does not work; with a key this says why.");
            }
        });
        boolean ready = reasons.isEmpty();
        answer(exchange, ready, status(ready).set("reasons", reasons));
    }

    private Map<String, Result> look() {
        var begun = new LinkedHashMap<String, CompletableFuture<Result>>();
        checks.forEach(check -> begun.put(check.getId(), begin(check)));
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(LONGEST_MS);
        var results = new LinkedHashMap<String, Result>();
        begun.forEach((name, look) -> results.put(name, await(look, end)));
        return results;
    }

    /** Shares a check that is already running, so that each check runs only once at a time. */
    private synchronized CompletableFuture<Result> begin(NodeCheck check) {
        CompletableFuture<Result> last = looks.get(check.getId());
        if (last != null && !last.isDone()) {
            return last;
        }
        CompletableFuture<Result> next = CompletableFuture.supplyAsync(() -> Result.of(check.call()), threads);
        looks.put(check.getId(), next);
        return next;
    }

    private static Result await(CompletableFuture<Result> look, long end) {
        try {
            return look.get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            return new Result(false, Optional.of("does not answer: it hangs, or the network to it"));
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static ObjectNode status(boolean up) {
        return JsonNodeFactory.instance.objectNode().put("status", up ? "UP" : "DOWN");
    }

    private static void answer(Exchange exchange, boolean well, ObjectNode json) {
        exchange.getMessage().setHeader(Exchange.HTTP_RESPONSE_CODE, well ? 200 : 503);
        exchange.getMessage().setBody(json);
    }

    private record Result(boolean up, Optional<String> message) {

        static Result of(HealthCheck.Result result) {
            return new Result(result.getState() != HealthCheck.State.DOWN, result.getMessage());
        }
    }
}
