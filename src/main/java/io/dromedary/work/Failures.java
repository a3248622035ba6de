package io.dromedary.work;

import io.dromedary.ffmpeg.ProcessFailure;
import io.dromedary.job.Failure;
import io.dromedary.job.Stage;
import io.dromedary.media.MediaException;
import io.dromedary.net.Lookups;
import io.dromedary.problem.Problem;
import io.dromedary.problem.ProblemKind;
import io.dromedary.storage.StoreAnswer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jdbi.v3.core.JdbiException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** The table of all failures of attempts: whether another attempt may help, and what the job's owner is told. */
final class Failures {

    /** The first matching row counts. */
    private static final List<Row> TABLE = List.of(
            row(Problem.class, Problem::passes, "the input arrives too slowly", Repeat.COUNTED, Failures::told),
            row(Problem.class, all -> true, "refused here, or by a web server with 4xx", Repeat.NEVER, Failures::told),
            row(MediaException.class, all -> true, "the input is no media, or does not fit the options", Repeat.NEVER,
                    (attempt, media) -> new Failure(ProblemKind.of(media.kind()), media.getMessage())),
            row(S3Exception.class, answer -> StoreAnswer.of(answer).passes(),
                    "the store is in trouble (408, 429, 5xx), or has lost an upload in parts", Repeat.COUNTED,
                    StoreFailures::ofAnswer),
            row(S3Exception.class, answer -> StoreAnswer.of(answer) == StoreAnswer.CLOCKS_APART,
                    "the clocks of this node and of the store are too far apart", Repeat.UNCOUNTED, StoreFailures::ofAnswer),
            row(S3Exception.class, all -> true, "the store says no", Repeat.NEVER, StoreFailures::ofAnswer),
            row(ProcessFailure.class, process -> process.reason() == ProcessFailure.Reason.NOT_STARTED,
                    "ffmpeg, or the sandbox around it, could not be started", Repeat.UNCOUNTED, ProcessFailures::of),
            row(ProcessFailure.class, process -> hasNoRoom(process.errorOutput()), "the disk is full, as ffmpeg says",
                    Repeat.UNCOUNTED, (attempt, process) -> ownFiles()),
            row(ProcessFailure.class, all -> true, "ffmpeg failed, or took too long", Repeat.NEVER, ProcessFailures::of),
            // Nothing can be recorded either; the job is taken back later.
            row(JdbiException.class, all -> true, "the database is away", Repeat.UNCOUNTED, (attempt, database) -> {
                throw database;
            }),
            // Files of this machine; reading from others throws IOException itself.
            row(UncheckedIOException.class, Failures::hasNoRoom, "the disk is full", Repeat.UNCOUNTED,
                    (attempt, files) -> ownFiles()),
            row(UncheckedIOException.class, all -> true, "files of this machine cannot be written or read", Repeat.COUNTED,
                    (attempt, files) -> ownFiles()),
            row(SdkClientException.class, all -> true, "the network", Repeat.COUNTED, StoreFailures::ofTransport),
            row(IOException.class, Lookups::isUnknown, "there is no such host", Repeat.NEVER, StoreFailures::ofTransport),
            row(IOException.class, all -> true, "the network, or 5xx of a web server", Repeat.COUNTED,
                    StoreFailures::ofTransport));

    private static final Failure UNKNOWN = new Failure(ProblemKind.INTERNAL_ERROR,
            "Something went wrong in this server; its log has the details under this job's id.");

    private Failures() {
    }

    /** Whether a job is tried again after a failed attempt. */
    enum Repeat {
        /** Another attempt would fail in the same way. */
        NEVER,
        /** Another attempt may succeed; the failed one counts. */
        COUNTED,
        /** Another attempt may succeed; the failed one does not count, since the node is at fault, and not the job. */
        UNCOUNTED
    }

    /**
     * The verdict on a failed attempt.
     *
     * @param failure what the job's owner is told if this is the last attempt
     * @param what    the cause, in words for the log
     * @param cause   the exception that the verdict is on
     */
    record Verdict(Failure failure, Repeat repeat, String what, Throwable cause) {
    }

    private record Row(Predicate<Throwable> fits, String what, Repeat repeat,
            BiFunction<Attempt, Throwable, Failure> told) {

        Verdict verdict(Attempt attempt, Throwable cause) {
            return new Verdict(told.apply(attempt, cause), repeat, what, cause);
        }
    }

    private static <T extends Throwable> Row row(Class<T> type, Predicate<T> fits, String what, Repeat repeat,
            BiFunction<Attempt, T, Failure> told) {
        return new Row(cause -> type.isInstance(cause) && fits.test(type.cast(cause)), what, repeat,
                (attempt, cause) -> told.apply(attempt, type.cast(cause)));
    }

    /** The verdict on the outermost cause that the table knows: Camel wraps what parallel parts and expressions throw. */
    static Verdict verdict(Attempt attempt, Throwable thrown) {
        return causes(thrown)
                .flatMap(cause -> TABLE.stream().filter(row -> row.fits().test(cause)).limit(1)
                        .map(row -> row.verdict(attempt, cause)))
                .findFirst().orElseGet(() -> new Verdict(UNKNOWN, Repeat.NEVER, "a mistake in this program", thrown));
    }

    private static Failure told(Attempt attempt, Problem problem) {
        // The check of addresses does not know whether it is for an input or an output.
        return new Failure(attempt.stage() == Stage.EXPORT && problem.kind() == ProblemKind.INPUT_FORBIDDEN
                ? ProblemKind.OUTPUT_FORBIDDEN : problem.kind(), problem.getMessage());
    }

    private static Failure ownFiles() {
        return new Failure(ProblemKind.INTERNAL_ERROR, "The server could not write or read its own files (is its disk"
                + " full?); its log has the details under this job's id.");
    }

    private static boolean hasNoRoom(UncheckedIOException failure) {
        return causes(failure).anyMatch(cause -> cause.getMessage() != null && hasNoRoom(cause.getMessage()));
    }

    /** ENOSPC and EDQUOT, in the words of the C library. */
    private static boolean hasNoRoom(String text) {
        return text.contains("No space left on device") || text.contains("Disk quota exceeded");
    }

    private static Stream<Throwable> causes(Throwable thrown) {
        return Stream.iterate(thrown, Objects::nonNull, Throwable::getCause);
    }
}
