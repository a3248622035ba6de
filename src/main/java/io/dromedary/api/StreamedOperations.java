package io.dromedary.api;

import io.dromedary.job.Job;
import io.dromedary.problem.Problem;
import io.dromedary.problem.ProblemKind;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;

/**
 * Operations with a streamed answer. Camel's HTTP consumer completes an answer when its route ends, and may block a
 * thread until then. So the route of such an operation only prepares it, and this class streams the answer.
 */
public final class StreamedOperations {

    private static final String JOB_EVENTS = "getJobEvents";
    /** If many clients begin to watch at once, they wait only for each other. */
    private static final int BEGUN_AT_ONCE = 4;

    private final Contract contract;
    private final JobStreams streams;

    public StreamedOperations(Contract contract, JobStreams streams) {
        this.contract = contract;
        this.streams = streams;
    }

    /** Mounts these operations before Camel's; access is checked before. */
    void mount(Router router, Vertx vertx, CamelContext camel) {
        ProducerTemplate routes = camel.createProducerTemplate();
        WorkerExecutor begins = vertx.createSharedWorkerExecutor("streams", BEGUN_AT_ONCE);
        router.getWithRegex(contract.operation(JOB_EVENTS).path().pattern()).handler(client -> begins
                .executeBlocking(() -> begin(client, routes), false)
                .onSuccess(begun -> goOn(client, begun.getMessage().getBody(), begun))
                .onFailure(failure -> AccessHandler.answer(client, failure instanceof Problem problem ? problem
                        : new Problem(ProblemKind.INTERNAL_ERROR, "Something went wrong in this server."))));
    }

    /** Ends all streams because this server is being stopped. */
    public void close() {
        streams.close();
    }

    private Exchange begin(RoutingContext client, ProducerTemplate routes) {
        var query = new LinkedHashMap<String, String>();
        client.queryParams().forEach(parameter -> query.put(parameter.getKey(), parameter.getValue()));
        contract.checkQuery(JOB_EVENTS, query);
        return routes.send("direct:" + JOB_EVENTS, exchange -> {
            exchange.setVariable(Authenticator.CALLER, Authenticator.of(client));
            exchange.getMessage().setHeaders(new LinkedHashMap<>(Map.of("job", client.pathParam("job"))));
        });
    }

    private void goOn(RoutingContext client, Object begun, Exchange exchange) {
        if (begun instanceof Job job) {
            streams.open(client, job);
        } else {
            client.response().setStatusCode(exchange.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE, 500, int.class))
                    .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                    .end(exchange.getMessage().getBody(String.class));
        }
    }
}
