package io.dromedary.api;

import io.dromedary.job.Job;
import io.dromedary.problem.Problem;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;

/**
 * Operations whose answers take longer. Camel's HTTP consumer completes an answer when its route ends, and may block a
 * thread until then. So the route of such an operation only prepares it, and this class streams the answer.
 */
public final class StreamedOperations {

    private static final List<String> OPERATIONS = List.of("getJobEvents", "getEvents");
    /** If many clients begin to watch at once, they wait only for each other. */
    private static final int BEGUN_AT_ONCE = 4;

    private final Contract contract;
    private final JobStreams jobs;
    private final ProjectStreams projects;
    private final OpenStreams all;
    private final WaitedOperations waits;

    public StreamedOperations(Contract contract, JobStreams jobs, ProjectStreams projects, OpenStreams all, WaitedOperations waits) {
        this.waits = waits;
        this.contract = contract;
        this.jobs = jobs;
        this.projects = projects;
        this.all = all;
    }

    /** Mounts these operations before Camel's; access is checked before. */
    void mount(VertxPlatformHttpRouter router, Vertx vertx, CamelContext camel) {
        waits.mount(router, vertx, camel);
        ProducerTemplate routes = camel.createProducerTemplate();
        WorkerExecutor begins = vertx.createSharedWorkerExecutor("streams", BEGUN_AT_ONCE);
        OPERATIONS.forEach(operation -> router.getWithRegex(contract.operation(operation).path().pattern())
                .handler(client -> begins.executeBlocking(() -> begin(operation, client, routes), false)
                        .onSuccess(begun -> goOn(client, begun, begins))
                        .onFailure(failure -> refuse(client, failure))));
    }

    /** Ends all streams because this server is being stopped. */
    public void close() {
        all.close();
        waits.close();
    }

    private Exchange begin(String operation, RoutingContext client, ProducerTemplate routes) {
        var query = new LinkedHashMap<String, String>();
        client.queryParams().forEach(parameter -> query.put(parameter.getKey(), parameter.getValue()));
        contract.checkQuery(operation, query);
        return routes.send("direct:" + operation, exchange -> {
            exchange.setVariable(Authenticator.CALLER, Authenticator.of(client));
            exchange.getMessage().setHeaders(new LinkedHashMap<>(client.pathParams()));
        });
    }

    private void goOn(RoutingContext client, Exchange begun, WorkerExecutor begins) {
        if (begun.getMessage().getBody() instanceof Job job) {
            try {
                jobs.open(client, job);
            } catch (Problem refusal) {
                refuse(client, refusal);
            }
        } else if (begun.getMessage().getBody() instanceof ProjectStreams.Asked asked) {
            begins.executeBlocking(() -> {
                projects.open(client, asked);
                return true;
            }, false).onFailure(failure -> refuse(client, failure));
        } else {
            client.response().setStatusCode(begun.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE, 500, int.class))
                    .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                    .end(begun.getMessage().getBody(String.class));
        }
    }

    private static void refuse(RoutingContext client, Throwable failure) {
        AccessHandler.answer(client, ErrorResponses.problem(failure, "a stream of events"));
    }
}
