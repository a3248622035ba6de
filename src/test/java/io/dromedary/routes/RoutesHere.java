package io.dromedary.routes;

import io.dromedary.storage.Pauses;
import io.dromedary.storage.RetryAfter;
import io.dromedary.work.Attempt;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.AdviceWith;
import org.apache.camel.builder.AdviceWithRouteBuilder;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.apache.camel.util.function.ThrowingConsumer;
import org.awaitility.Awaitility;

/**
 * Some routes of the route files in this JVM. The others of the same files are left out, so that a test makes only the
 * beans that it is about.
 */
final class RoutesHere implements AutoCloseable {

    private final DefaultCamelContext context = new DefaultCamelContext();
    private final ProducerTemplate template = context.createProducerTemplate();

    /**
     * Routes that have not started.
     *
     * @param files of the folder {@code routes/}, without {@code .camel.yaml}; that of the errors is always one of them
     */
    RoutesHere(Set<String> files, Map<String, String> properties) throws Exception {
        context.setClassResolver(new KnownResources(context));
        // As in config/application.properties.
        context.setStreamCaching(false);
        context.setAutowiredEnabled(false);
        var values = new Properties();
        values.setProperty("dromedary.transfer.retries", "2");
        values.setProperty("dromedary.input.host-seconds", "1");
        values.setProperty("dromedary.role.worker", "true");
        values.putAll(properties);
        context.getPropertiesComponent().setOverrideProperties(values);
        var retryAfter = new RetryAfter(System::nanoTime);
        context.getRegistry().bind("retryAfter", retryAfter);
        context.getRegistry().bind("pauses", new Pauses(retryAfter,
                exchange -> exchange.getVariable("attempt", Attempt.class).stopped()));
        load("errors");
        for (String file : files) {
            load(file);
        }
    }

    RoutesHere(String... files) throws Exception {
        this(Set.of(files), Map.of());
    }

    private void load(String file) throws Exception {
        PluginHelper.getRoutesLoader(context).loadRoutes(
                ResourceHelper.resolveMandatoryResource(context, "file:routes/" + file + ".camel.yaml"));
    }

    CamelContext context() {
        return context;
    }

    /** Binds a bean; what had the name before has it no more. */
    RoutesHere bind(String name, Object bean) {
        context.getRegistry().unbind(name);
        context.getRegistry().bind(name, bean);
        return this;
    }

    /** Starts these routes, of which one that is missing is a mistake of the test. */
    RoutesHere start(String... routes) throws Exception {
        Set<String> wanted = Set.copyOf(Arrays.asList(routes));
        for (String route : wanted) {
            if (context.getRouteDefinition(route) == null) {
                throw new IllegalArgumentException("There is no route " + route);
            }
        }
        context.removeRouteDefinitions(context.getRouteDefinitions().stream()
                .filter(route -> !wanted.contains(route.getRouteId())).toList());
        context.start();
        return this;
    }

    /** Puts this in the place of a route that another calls. */
    RoutesHere replace(String route, Processor step) throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:" + route).routeId("instead-of-" + route)
                        .errorHandler(noErrorHandler()).process(step);
            }
        });
        return this;
    }

    /** Changes a route that has started. */
    void advise(String route, ThrowingConsumer<AdviceWithRouteBuilder, Exception> change) throws Exception {
        AdviceWith.adviceWith(context, route, change);
    }

    /** Sends this to a route, and answers what it has become. */
    Exchange send(String route, Processor message) {
        return template.send("direct:" + route, message);
    }

    Exchange send(String route, Object body) {
        return send(route, exchange -> exchange.getMessage().setBody(body));
    }

    @Override
    public void close() {
        template.stop();
        // A context that is told to stop while one is under way looks again after a second.
        Awaitility.await().pollInterval(Duration.ofMillis(5)).until(() -> context.getInflightRepository().size() == 0);
        context.stop();
    }
}
