package io.dromedary.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dromedary.ffmpeg.ProcessFailure;
import io.dromedary.ffmpeg.ScriptedPrograms;
import io.dromedary.job.Failure;
import io.dromedary.job.NoLedger;
import io.dromedary.job.Stage;
import io.dromedary.media.MediaException;
import io.dromedary.problem.Problem;
import io.dromedary.problem.ProblemKind;
import io.dromedary.work.Failures.Repeat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.camel.CamelExchangeException;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.jdbi.v3.core.ConnectionException;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Another attempt is made where it may help, and nowhere else; the job's owner is told what to do. */
class FailuresTest {

    static Stream<Named<Throwable>> passing() {
        return Stream.of(
                Named.of("no name server", new UnknownHostException("x: Temporary failure in name resolution")),
                Named.of("a store's host", SdkClientException.create("", new UnknownHostException("x: Name or service not known"))),
                Named.of("reset", new SocketException("Connection reset")),
                Named.of("timeout", SdkClientException.create("", new SocketTimeoutException("Read timed out"))),
                Named.of("503 of a web server", new IOException("The server answers 503")),
                Named.of("disk full", new UncheckedIOException(new IOException("No space left on device"))),
                Named.of("in parallel parts", new CamelExchangeException(
                        "", new DefaultExchange(new DefaultCamelContext()), new SocketException("Connection reset"))));
    }

    @ParameterizedTest
    @MethodSource("passing")
    void whatPassesIsTriedAgain(Throwable cause) {
        assertThat(repeat(cause)).isNotEqualTo(Repeat.NEVER);
    }

    static Stream<Named<Throwable>> staying() {
        return Stream.of(
                Named.of("404 of a web server", new Problem(ProblemKind.INPUT_NOT_FOUND, "")),
                Named.of("its cause does not matter", new Problem(ProblemKind.INPUT_FORBIDDEN, "", new IOException())),
                Named.of("no such host", new UnknownHostException("x: Name or service not known")),
                Named.of("no media", new MediaException(MediaException.Kind.INPUT_UNSUPPORTED, "", Optional.empty())),
                Named.of("a mistake of ours", new IllegalStateException()));
    }

    @ParameterizedTest
    @MethodSource("staying")
    void whatStaysIsNotTriedAgain(Throwable cause) {
        assertThat(repeat(cause)).isEqualTo(Repeat.NEVER);
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 429, 500, 502, 503, 504})
    void aStoreInTroubleIsAskedAgain(int status) {
        assertThat(repeat(answer(status))).isEqualTo(Repeat.COUNTED);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 403, 404, 412, 416})
    void aStoreThatSaysNoIsNot(int status) {
        assertThat(repeat(answer(status))).isEqualTo(Repeat.NEVER);
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
        assertThat(repeat(cause)).isEqualTo(Repeat.UNCOUNTED);
        assertThat(repeat(new UncheckedIOException(new IOException("Permission denied")))).isEqualTo(Repeat.COUNTED);
    }

    @Test
    void withoutTheDatabaseNothingIsDecided() {
        var away = new ConnectionException(new IllegalStateException("gone"));
        assertThatThrownBy(() -> repeat(away)).isSameAs(away);
    }

    @Test
    void anEncodeThatStallsIsNotSaidToHaveTakenTooLong() {
        Attempt attempt = attempt();
        attempt.setStage(Stage.ENCODE);
        assertThat(told(attempt, ProcessFailure.Reason.STALLED)).contains("no progress", "stall-timeout");
        assertThat(told(attempt, ProcessFailure.Reason.TIMED_OUT)).contains("took longer", "deadline");
    }

    @Test
    void whatAStoreRefusesIsToldWithAWayOut() {
        S3Exception refusal = answer(403, "AccessDenied");
        assertThat(Failures.verdict(attempt(), refusal).failure()).isEqualTo(new Failure(ProblemKind.INPUT_FORBIDDEN,
                "The input cannot be read (403 AccessDenied). The token may not read in the input's bucket: give it Object Read for"
                        + " this bucket."));
        Attempt exporting = attempt();
        exporting.setStage(Stage.EXPORT);
        assertThat(Failures.verdict(exporting, refusal).failure()).isEqualTo(new Failure(ProblemKind.OUTPUT_FORBIDDEN,
                "The output cannot be stored (403 AccessDenied). The token may not write in the output's bucket: give it"
                        + " Object Read & Write for this bucket."));
    }

    private static String told(Attempt attempt, ProcessFailure.Reason reason) {
        return Failures.verdict(attempt, ScriptedPrograms.failure(reason, "")).failure().message();
    }

    private static Repeat repeat(Throwable cause) {
        return Failures.verdict(attempt(), cause).repeat();
    }

    /** Only its stage matters. */
    private static Attempt attempt() {
        return new Attempt(null, Path.of("none"), new NoLedger());
    }

    private static S3Exception answer(int status, String code) {
        return (S3Exception) S3Exception.builder().statusCode(status)
                .awsErrorDetails(AwsErrorDetails.builder().errorCode(code).build()).build();
    }

    private static Throwable answer(int status) {
        return S3Exception.builder().statusCode(status).message("answered").build();
    }
}
