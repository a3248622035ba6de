package io.dromedary.routes;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromedary.api.Answers;
import io.dromedary.job.Exports;
import io.dromedary.job.Imports;
import io.dromedary.problem.Problem;
import io.dromedary.problem.ProblemKind;
import io.dromedary.storage.Stops;
import java.io.EOFException;
import java.util.Properties;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.builder.AdviceWith;
import org.apache.camel.main.MainConfigurationProperties;
import org.apache.camel.spi.Registry;
import org.apache.camel.support.DefaultExchange;
import org.apache.camel.test.main.junit5.CamelMainTestSupport;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * Which failures of a transfer are tried again. The beans that the route files name are not needed for it, so only the
 * routes in question are loaded, with a failing request in place of a store.
 */
class TransferRoutesTest extends CamelMainTestSupport {

    private static final int RETRIES = 2;

    @Override
    protected void configure(MainConfigurationProperties configuration) {
        configuration.withRoutesIncludePattern("file:routes/errors.camel.yaml,file:routes/transfer.camel.yaml");
        configuration.withRoutesReloadEnabled(false);
    }

    @Override
    protected Properties useOverridePropertiesWithPropertiesComponent() {
        var properties = new Properties();
        properties.setProperty("dromedary.transfer.retries", Integer.toString(RETRIES));
        return properties;
    }

    /** The route files name these; no request gets as far as to them. */
    @Override
    protected void bindToRegistry(Registry registry) {
        registry.bind("answers", new Answers());
        registry.bind("imports", new Imports(null, null, Optional.empty(), null, null, false));
        registry.bind("exports", new Exports(null, null, Optional.empty(), null, null, null, null, null, 0));
        registry.bind("stops", new Stops());
        registry.bind("transfers", ForkJoinPool.commonPool());
    }

    static Stream<Arguments> failures() {
        return Stream.of(
                Arguments.of(Named.of("a broken stream", new EOFException("broke off")), RETRIES),
                Arguments.of(Named.of("no connection", SdkClientException.create("refused")), RETRIES),
                Arguments.of(Named.of("503 of the store", s3(503)), RETRIES),
                Arguments.of(Named.of("429 of the store", s3(429)), RETRIES),
                Arguments.of(Named.of("403 of the store", s3(403)), 0),
                Arguments.of(Named.of("404 of the store", s3(404)), 0),
                Arguments.of(Named.of("412: replaced meanwhile", s3(412)), 0),
                Arguments.of(Named.of("a problem that stays", new Problem(ProblemKind.INPUT_CORRUPT, "empty")), 0),
                Arguments.of(Named.of("nobody waits", new CancellationException("stopped")), 0));
    }

    private static Exception s3(int status) {
        return (Exception) S3Exception.builder().statusCode(status).message("status " + status).build();
    }

    @ParameterizedTest
    @MethodSource("failures")
    void aFailedRequestIsRepeatedOnlyWhereThatCanHelp(Exception failure, int repeats) throws Exception {
        var requests = new AtomicInteger();
        AdviceWith.adviceWith(context, "fetch", route -> route.weaveByToUri("direct:fetch-once").replace()
                .process(exchange -> {
                    requests.incrementAndGet();
                    throw failure;
                }));
        Exchange exchange = template.send("direct:fetch", new DefaultExchange(context));
        assertThat(exchange.getException()).isSameAs(failure);
        assertThat(requests).hasValue(1 + repeats);
    }
}
