package io.dromedary.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.dromedary.job.Job;
import io.dromedary.job.JobStates;
import io.dromedary.job.JobStore;
import io.dromedary.job.TaskStore;
import io.dromedary.problem.Problem;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;
import org.apache.camel.support.DefaultExchange;

/**
 * Requests for work whose clients prefer to wait for its end ({@code Prefer: wait=10}, RFC 7240). Camel's HTTP consumer
 * holds a thread until its route ends, so these requests go past it: the route accepts the work as always, and the client
 * waits here without a thread. Without a free place the preference is ignored, as the RFC allows.
 */
public final class WaitedOperations {

    private static final int BEGUN_AT_ONCE = 4;

    private final ContractStrategy strategy;
    private final Contract contract;
    private final JobStore jobs;
    private final TaskStore tasks;
    private final JobStates states;
    private final OpenStreams places;
    private final Map<String, Function<Job, AnswerBody>> answers;
    private final ClientsByJob<WaitingClient> waiting = new ClientsByJob<>();

    /**
     * @param places  limits how many wait
     * @param answers makes the answer of each operation from the job that does its work
     */
    public WaitedOperations(Contract contract, JobStore jobs, TaskStore tasks, JobStates states, OpenStreams places,
            Map<String, Function<Job, AnswerBody>> answers) {
        this.contract = contract;
        this.strategy = new ContractStrategy(contract);
        this.jobs = jobs;
        this.tasks = tasks;
        this.states = states;
        this.places = places;
        this.answers = Map.copyOf(answers);
    }

    /** Mounts these operations before Camel's; access is checked before. */
    void mount(VertxPlatformHttpRouter router, Vertx vertx, CamelContext camel) {
        ProducerTemplate routes = camel.createProducerTemplate();
        WorkerExecutor begins = vertx.createSharedWorkerExecutor("waits", BEGUN_AT_ONCE);
        answers.keySet().forEach(operation -> router.postWithRegex(contract.operation(operation).path().pattern())
                .handler(client -> {
                    if (wait(client).isPresent() && takesPlace(client)) {
                        client.put(operation, true);
                        router.bodyHandler().handle(client);
                    } else {
                        client.next();
                    }
                })
                .handler(client -> {
                    if (client.get(operation) == null) {
                        client.next();
                        return;
                    }
                    begins.executeBlocking(() -> begin(operation, client, routes, camel), false)
                            .onFailure(failure -> AccessHandler.answer(client, ErrorResponses.problem(failure, operation)));
                }));
    }

    /** A dry run makes nothing that could be waited for. */
    private static Optional<Duration> wait(RoutingContext client) {
        String query = client.request().query();
        return Preference.wait(client.request().getHeader(Preference.HEADER))
                .filter(time -> query == null || !query.contains("dry_run=true"));
    }

    private boolean takesPlace(RoutingContext client) {
        try {
            places.take(client, "");
            return true;
        } catch (Problem full) {
            return false;
        }
    }

    private boolean begin(String operation, RoutingContext client, ProducerTemplate routes, CamelContext camel) {
        Exchange exchange = new DefaultExchange(camel);
        exchange.setVariable(Authenticator.CALLER, Authenticator.of(client));
        var message = exchange.getMessage();
        client.request().headers().names().forEach(name -> {
            List<String> values = client.request().headers().getAll(name);
            message.setHeader(name, values.size() == 1 ? values.get(0) : values);
        });
        message.setHeader(Exchange.HTTP_QUERY, client.request().query() == null ? "" : client.request().query());
        message.setBody(client.body().buffer() == null ? new byte[0] : client.body().buffer().getBytes());
        strategy.read(contract.operation(operation), exchange);
        routes.send("direct:" + operation, exchange);
        if (exchange.getException() != null) {
            throw new IllegalStateException("The route " + operation + " cannot answer", exchange.getException());
        }
        int status = exchange.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE, 500, int.class);
        Optional<Job> job = status / 100 == 2 ? work(exchange) : Optional.empty();
        if (job.isPresent()) {
            await(operation, client, job.get(), status);
        } else {
            answer(client, exchange, status);
        }
        return true;
    }

    /** The job that does what was asked for; for a repeated request, the one of the first time. */
    private Optional<Job> work(Exchange exchange) {
        if (!(exchange.getMessage().getBody() instanceof AnswerBody answer)) {
            return Optional.empty();
        }
        JsonNode json = JsonBody.parse(answer.json().getBytes(StandardCharsets.UTF_8));
        String id = json.path("id").asText();
        return id.startsWith("job_") ? jobs.find(id)
                : tasks.work(Authenticator.of(exchange).project(), id.replaceFirst("^file_", "task_"));
    }

    private void await(String operation, RoutingContext client, Job job, int status) {
        var one = new WaitingClient(client, places.nanos(), wait(client).orElseThrow(), status, answers.get(operation), job);
        if (job.status().isFinal()) {
            one.answer(job);
            return;
        }
        waiting.add(job.id(), one);
        client.addEndHandler(ended -> waiting.remove(job.id(), one));
    }

    private static void answer(RoutingContext client, Exchange exchange, int status) {
        var message = exchange.getMessage();
        Object body = message.getBody();
        String retry = message.getHeader("Retry-After", String.class);
        if (retry != null) {
            client.response().putHeader("Retry-After", retry);
        }
        client.response().setStatusCode(status).putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                .end(body instanceof AnswerBody answer ? Buffer.buffer(answer.line()) : Buffer.buffer(body + "\n"));
    }

    /** Answers those whose work has ended, and those who have waited for long enough. */
    public void look() {
        Set<String> waited = waiting.jobs();
        if (waited.isEmpty()) {
            return;
        }
        Map<String, JobStates.State> now = states.of(waited);
        waited.forEach(id -> {
            Set<WaitingClient> clients = waiting.of(id);
            boolean ended = Optional.ofNullable(now.get(id)).map(state -> state.status().isFinal()).orElse(true);
            if (ended || clients.stream().anyMatch(WaitingClient::isOver)) {
                Optional<Job> job = jobs.find(id);
                clients.stream().filter(one -> ended || one.isOver()).forEach(one -> {
                    job.ifPresentOrElse(one::answer, one::answerAsAccepted);
                    waiting.remove(id, one);
                });
            }
        });
    }

    /** Answers all as if they did not wait, because this server is being stopped. */
    void close() {
        waiting.forEach((id, clients) -> clients.forEach(WaitingClient::answerAsAccepted));
    }
}
