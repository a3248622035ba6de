package io.dromedary.routes;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromedary.problem.Problem;
import io.dromedary.problem.ProblemKind;
import io.dromedary.storage.Pauses;
import io.dromedary.storage.RetryAfter;
import java.io.EOFException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Which failures of a transfer are tried again: with a failing request in place of a store, no bean is needed for it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TransferRoutesTest {

    private static final int RETRIES = 2;

    private final AtomicReference<Exception> failure = new AtomicReference<>();
    private final AtomicInteger requests = new AtomicInteger();
    private RoutesHere routes;

    @BeforeAll
    void start() throws Exception {
        routes = new RoutesHere(Set.of("transfer"), Map.of("dromedary.transfer.retries", Integer.toString(RETRIES)));
        routes.replace("fetch-once", exchange -> {
            requests.incrementAndGet();
            throw failure.get();
        });
        var retryAfter = new RetryAfter(System::nanoTime);
        routes.bind("retryAfter", retryAfter).bind("pauses", new Pauses(retryAfter, exchange -> new CompletableFuture<>()));
        routes.start("fetch", "instead-of-fetch-once");
    }

    @AfterAll
    void stop() {
        routes.close();
    }

    static Stream<Arguments> failures() {
        return Stream.of(
                Arguments.of(Named.of("a broken stream", new EOFException("broke off")), RETRIES),
                Arguments.of(Named.of("a host that is unknown", new UnknownHostException("x: Name or service not known")), 1),
                Arguments.of(Named.of("no name server", new UnknownHostException("x: Temporary failure in name resolution")),
                        RETRIES),
                Arguments.of(Named.of("a store whose host is unknown", SdkClientException.create("",
                        new UnknownHostException("x: Name or service not known"))), RETRIES),
                Arguments.of(Named.of("no connection", SdkClientException.create("refused")), RETRIES),
                Arguments.of(Named.of("503 of the store", s3(503)), RETRIES),
                Arguments.of(Named.of("429 of the store", s3(429)), RETRIES),
                Arguments.of(Named.of("403 of the store", s3(403)), 0),
                Arguments.of(Named.of("404 of the store", s3(404)), 0),
                Arguments.of(Named.of("404 of the store that has lost an upload", S3Exception.builder().statusCode(404)
                        .awsErrorDetails(AwsErrorDetails.builder().errorCode("NoSuchUpload").build()).build()), RETRIES),
                Arguments.of(Named.of("404 of a store without the bucket", S3Exception.builder().statusCode(404)
                        .awsErrorDetails(AwsErrorDetails.builder().errorCode("NoSuchBucket").build()).build()), 0),
                Arguments.of(Named.of("412: replaced meanwhile", s3(412)), 0),
                Arguments.of(Named.of("a problem that stays", new Problem(ProblemKind.INPUT_CORRUPT, "empty")), 0),
                Arguments.of(Named.of("nobody waits", new CancellationException("stopped")), 0));
    }

    private static Exception s3(int status) {
        return (Exception) S3Exception.builder().statusCode(status).message("status " + status).build();
    }

    static Stream<Named<Exception>> requestsToWait() {
        return Stream.of(
                Named.of("of a store", slowDown("1")),
                Named.of("of a store, wrapped", SdkClientException.create("", slowDown(" 1 "))));
    }

    private static Exception slowDown(String wait) {
        return (Exception) S3Exception.builder().statusCode(503).awsErrorDetails(AwsErrorDetails.builder()
                .errorCode("SlowDown").sdkHttpResponse(SdkHttpResponse.builder().statusCode(503)
                        .putHeader("Retry-After", wait).build()).build()).build();
    }

    private Exchange fetch() {
        return routes.send("fetch", "a part");
    }

    @ParameterizedTest
    @MethodSource("requestsToWait")
    void noRepetitionComesSoonerThanTheServerWants(Exception cause) {
        failure.set(cause);
        long begun = System.nanoTime();
        fetch();
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThanOrEqualTo(Duration.ofSeconds(RETRIES));
    }

    @Test
    void aServerThatWantsNoDelayIsNotAskedAtOnceAllTheSame() {
        failure.set(slowDown("0"));
        long begun = System.nanoTime();
        fetch();
        // The delays of the route, 200 and 400 ms, each shorter by chance.
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThanOrEqualTo(Duration.ofMillis(450));
    }

    @Test
    void aServerThatWantsToBeLeftAloneForLongIsNotAskedAgainHere() {
        failure.set(slowDown("11"));
        requests.set(0);
        assertThat(fetch().getException()).isSameAs(failure.get());
        assertThat(requests).hasValue(1);
    }

    @ParameterizedTest
    @MethodSource("failures")
    void aFailedRequestIsRepeatedOnlyWhereThatCanHelp(Exception cause, int repeats) {
        failure.set(cause);
        requests.set(0);
        Exchange exchange = fetch();
        assertThat(exchange.getException()).isSameAs(cause);
        assertThat(requests).hasValue(1 + repeats);
    }
}
