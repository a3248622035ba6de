package io.dromedary.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromedary.ffmpeg.ProcessFailure;
import io.dromedary.ffmpeg.ScriptedPrograms;
import io.dromedary.media.MediaException;
import io.dromedary.problem.Problem;
import io.dromedary.problem.ProblemKind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.camel.CamelExchangeException;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.jdbi.v3.core.ConnectionException;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Another attempt is made where it may help, and nowhere else. */
class CausesTest {

    static Stream<Named<Throwable>> passing() {
        return Stream.of(
                Named.of("reset", new SocketException("Connection reset")),
                Named.of("timeout", SdkClientException.create("", new SocketTimeoutException("Read timed out"))),
                Named.of("503 of a web server", new IOException("The server answers 503")),
                Named.of("disk full", new UncheckedIOException(new IOException("No space left on device"))),
                Named.of("database away", new ConnectionException(new IllegalStateException("gone"))),
                Named.of("in parallel parts", new CamelExchangeException(
                        "", new DefaultExchange(new DefaultCamelContext()), new SocketException("Connection reset"))));
    }

    @ParameterizedTest
    @MethodSource("passing")
    void whatPassesIsTriedAgain(Throwable cause) {
        assertThat(Causes.passing(cause)).isPresent();
    }

    static Stream<Named<Throwable>> staying() {
        return Stream.of(
                Named.of("404 of a web server", new Problem(ProblemKind.INPUT_NOT_FOUND, "")),
                Named.of("its cause does not matter", new Problem(ProblemKind.INPUT_FORBIDDEN, "", new IOException())),
                Named.of("no media", new MediaException(MediaException.Kind.INPUT_UNSUPPORTED, "", Optional.empty())),
                Named.of("a mistake of ours", new IllegalStateException()));
    }

    @ParameterizedTest
    @MethodSource("staying")
    void whatStaysIsNotTriedAgain(Throwable cause) {
        assertThat(Causes.passing(cause)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 429, 500, 502, 503, 504})
    void aStoreInTroubleIsAskedAgain(int status) {
        assertThat(Causes.passing(answer(status))).isPresent();
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 403, 404, 412, 416})
    void aStoreThatSaysNoIsNot(int status) {
        assertThat(Causes.passing(answer(status))).isEmpty();
    }

    static Stream<Named<Throwable>> ofTheNode() {
        return Stream.of(
                Named.of("no room", new UncheckedIOException(new IOException("No space left on device"))),
                Named.of("no ffmpeg", ScriptedPrograms.failure(ProcessFailure.Reason.NOT_STARTED, "")),
                Named.of("a wrong clock", S3Exception.builder().statusCode(403).awsErrorDetails(
                        AwsErrorDetails.builder().errorCode("RequestTimeTooSkewed").build()).build()));
    }

    @ParameterizedTest
    @MethodSource("ofTheNode")
    void whatANodeLacksIsNotCountedAsAFailureOfTheJob(Throwable cause) {
        assertThat(Causes.passing(cause)).hasValueSatisfying(passing -> assertThat(passing.counts()).isFalse());
        assertThat(Causes.passing(new UncheckedIOException(new IOException("Permission denied"))))
                .hasValueSatisfying(passing -> assertThat(passing.counts()).isTrue());
    }

    private static Throwable answer(int status) {
        return S3Exception.builder().statusCode(status).message("answered").build();
    }
}
