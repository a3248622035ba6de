package io.dromedary.job;

import io.dromedary.ffmpeg.ProcessFailure;
import io.dromedary.media.MediaException;
import io.dromedary.problem.Problem;
import io.dromedary.storage.OwnObjects;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jdbi.v3.core.JdbiException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** The one table of which causes of a failed attempt pass, so that another attempt may succeed. */
final class Causes {

    /** The first row that fits counts. */
    private static final List<Row> TABLE = List.of(
            passes("the input comes too slowly", is(Problem.class, Problem::passes)),
            stays("refused here, or by a web server with 4xx", is(Problem.class)),
            stays("the input is no media, or does not go with the options", is(MediaException.class)),
            passes("the store is in trouble: 408, 429, 5xx", is(S3Exception.class, Causes::isInTrouble)),
            passes("the store has lost an upload in parts: 404 NoSuchUpload",
                    is(S3Exception.class, OwnObjects::isUploadGone)),
            isOfNode("the clocks of this node and of the store are too far apart", is(S3Exception.class, Causes::isSkewed)),
            stays("the store says no: 400, 401, 403, 404, 412, 416", is(S3Exception.class)),
            isOfNode("ffmpeg, or what stands around it, could not be started", is(ProcessFailure.class, Causes::isNotStarted)),
            isOfNode("the disk is full, as ffmpeg says", is(ProcessFailure.class, Causes::hasNoRoom)),
            stays("ffmpeg failed, or took too long", is(ProcessFailure.class)),
            isOfNode("the disk is full", is(UncheckedIOException.class, Causes::hasNoRoom)),
            passes("files of this machine cannot be written or read", is(UncheckedIOException.class)),
            passes("the network, or 5xx of a web server", is(SdkClientException.class).or(is(IOException.class))),
            // Then nothing can be written down either: the message is rolled back, and comes again.
            passes("the database is away", is(JdbiException.class)));

    private Causes() {
    }

    /**
     * A cause that passes.
     *
     * @param counts whether the attempt is counted as a failure of its job; not where this node is in trouble
     */
    record Passing(String what, boolean counts) {
    }

    private record Row(String what, boolean passes, boolean counts, Predicate<Throwable> fits) {
    }

    private static Row passes(String what, Predicate<Throwable> fits) {
        return new Row(what, true, true, fits);
    }

    private static Row isOfNode(String what, Predicate<Throwable> fits) {
        return new Row(what, true, false, fits);
    }

    private static Row stays(String what, Predicate<Throwable> fits) {
        return new Row(what, false, true, fits);
    }

    private static Predicate<Throwable> is(Class<? extends Throwable> type) {
        return type::isInstance;
    }

    private static <T extends Throwable> Predicate<Throwable> is(Class<T> type, Predicate<T> like) {
        return cause -> type.isInstance(cause) && like.test(type.cast(cause));
    }

    private static boolean isInTrouble(S3Exception answer) {
        return answer.statusCode() >= 500 || answer.statusCode() == 408 || answer.statusCode() == 429;
    }

    private static boolean isNotStarted(ProcessFailure failure) {
        return failure.reason() == ProcessFailure.Reason.NOT_STARTED;
    }

    static boolean hasNoRoom(ProcessFailure failure) {
        return isOfNoRoom(failure.errorOutput());
    }

    private static boolean hasNoRoom(UncheckedIOException failure) {
        return Stream.iterate((Throwable) failure, Objects::nonNull, Throwable::getCause)
                .anyMatch(cause -> cause.getMessage() != null && isOfNoRoom(cause.getMessage()));
    }

    /** ENOSPC and EDQUOT, in the words of the C library. */
    private static boolean isOfNoRoom(String text) {
        return text.contains("No space left on device") || text.contains("Disk quota exceeded");
    }

    /** The client signs by the store's clock once it knows that, by its answers; not all stores tell. */
    static boolean isSkewed(S3Exception answer) {
        return answer.awsErrorDetails() != null
                && "RequestTimeTooSkewed".equals(answer.awsErrorDetails().errorCode());
    }

    /**
     * Why another attempt may succeed, by the outermost cause that the table knows: Camel wraps what parallel parts
     * throw. What it does not know is a mistake in this program, and stays.
     */
    static Optional<Passing> passing(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            Throwable each = cause;
            Optional<Row> row = TABLE.stream().filter(candidate -> candidate.fits().test(each)).findFirst();
            if (row.isPresent()) {
                return row.filter(Row::passes).map(found -> new Passing(found.what(), found.counts()));
            }
        }
        return Optional.empty();
    }
}
