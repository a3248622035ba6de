package io.dromedary.job;

import io.dromedary.ffmpeg.ProcessFailure;
import io.dromedary.media.ForeignFormat;
import io.dromedary.media.MediaException;
import io.dromedary.net.Lookups;
import io.dromedary.problem.Problem;
import io.dromedary.problem.ProblemKind;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.util.Optional;
import org.jdbi.v3.core.JdbiException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** The one table from the cause of a failure to what the job's owner is told. */
final class Failures {

    /** What is said where an encode went well and made nothing. */
    static final String NOTHING =
            "Nothing came out of the input: what was asked for holds no picture or sound that can be decoded.";

    private Failures() {
    }

    /** The innermost cause that the table knows: Camel wraps what parallel parts throw. */
    static Failure of(Attempt attempt, Throwable thrown) {
        Optional<Failure> known = Optional.empty();
        for (Throwable cause = thrown; cause != null && known.isEmpty(); cause = cause.getCause()) {
            known = known(attempt, cause);
        }
        return known.orElseGet(() -> new Failure(ProblemKind.INTERNAL_ERROR,
                "Something went wrong in this server; its log has the details under this job's id."));
    }

    private static Optional<Failure> known(Attempt attempt, Throwable cause) {
        boolean exporting = attempt.stage() == Stage.EXPORT;
        if (cause instanceof Problem problem) {
            // Who refuses to connect to an address does not know what for.
            return exporting && problem.kind() == ProblemKind.INPUT_FORBIDDEN
                    ? Optional.of(new Failure(ProblemKind.OUTPUT_FORBIDDEN, problem.getMessage()))
                    : Optional.of(new Failure(problem.kind(), problem.getMessage()));
        }
        if (cause instanceof MediaException media) {
            return Optional.of(new Failure(ProblemKind.of(media.kind()), media.getMessage()));
        }
        if (cause instanceof ProcessFailure process) {
            return Optional.of(ofProcess(attempt, process));
        }
        if (cause instanceof S3Exception s3) {
            return Causes.isSkewed(s3) ? Optional.of(skewed(exporting))
                    : Optional.of(exporting ? ofOutputStore(attempt, s3) : ofInputStore(attempt.reading(), s3));
        }
        if (cause instanceof JdbiException database) {
            // Not this job's fault: the delivery is rolled back and comes again.
            throw database;
        }
        if (cause instanceof UncheckedIOException) {
            // Files of this machine; what is read from others throws IOException itself.
            return Optional.of(ownFiles());
        }
        if (cause instanceof SdkClientException || cause instanceof IOException) {
            return Optional.of(transport(exporting, attempt.reading(), cause));
        }
        return Optional.empty();
    }

    private static Failure ownFiles() {
        return new Failure(ProblemKind.INTERNAL_ERROR, "The server could not write or read its own files (is its disk"
                + " full?); its log has the details under this job's id.");
    }

    private static Failure ofProcess(Attempt attempt, ProcessFailure failure) {
        return switch (failure.reason()) {
            case NOT_STARTED -> new Failure(ProblemKind.INTERNAL_ERROR,
                    "ffmpeg could not be started on the server: GET /health says more.");
            case TIMED_OUT, STALLED -> new Failure(ProblemKind.TIMED_OUT, attempt.stage() == Stage.ENCODE
                    ? "The encode took longer than this server allows (dromedary.ffmpeg.* in its settings)."
                    : "Reading the " + attempt.reading() + "'s headers took longer than this server allows.");
            case OUT_OF_MEMORY -> new Failure(ProblemKind.RESOURCE_LIMIT, "The file needs more memory than this server"
                    + " gives to ffmpeg (dromedary.ffmpeg.max-memory-bytes in its settings).");
            case TOO_MANY_STREAMS -> new Failure(ProblemKind.RESOURCE_LIMIT, "The " + attempt.reading() + " has more"
                    + " streams than this server takes (input.max_streams in its config/encoding.yaml).");
            case FILE_TOO_LARGE -> new Failure(ProblemKind.RESOURCE_LIMIT, "The result is larger than this server"
                    + " makes files (dromedary.output.max-bytes in its settings).");
            case FLOOD -> new Failure(ProblemKind.RESOURCE_LIMIT, "ffmpeg had more to say of the " + attempt.reading()
                    + " than this server reads: the file is damaged, or made to harm.");
            case LEFT_OTHERS -> new Failure(ProblemKind.ENCODE_FAILED, "The encoder left what was not asked for: the "
                    + attempt.reading() + " is damaged, or made to harm. Nothing of it is published.");
            case EMPTY -> new Failure(ProblemKind.ENCODE_FAILED, NOTHING);
            case FAILED -> Causes.hasNoRoom(failure) ? ownFiles() : attempt.stage() == Stage.ENCODE
                    ? new Failure(ProblemKind.ENCODE_FAILED,
                            "The file could not be encoded: " + ErrorText.publicLine(attempt, failure.errorOutput()))
                    : new Failure(ProblemKind.INPUT_UNSUPPORTED, advice(attempt)
                            .orElseGet(() -> "The " + attempt.reading() + " is not a media file that this server can"
                                    + " read: " + ErrorText.publicLine(attempt, failure.errorOutput())));
        };
    }

    /** What is known of an input whose format ffprobe does not know. */
    private static Optional<String> advice(Attempt attempt) {
        if (attempt.isReadingAttached()) {
            return Optional.empty();
        }
        try (InputStream bytes = Files.newInputStream(attempt.download().content())) {
            return ForeignFormat.advice(bytes.readNBytes(ForeignFormat.BYTES));
        } catch (IOException e) {
            throw new UncheckedIOException("The input cannot be read back", e);
        }
    }

    private static Failure skewed(boolean exporting) {
        return new Failure(exporting ? ProblemKind.OUTPUT_UNREACHABLE : ProblemKind.INPUT_UNREACHABLE, "The clocks of"
                + " this server and of the store are too far apart: whoever runs this server has to set its clock.");
    }

    private static Failure ofInputStore(String file, S3Exception e) {
        return switch (e.statusCode()) {
            case 404 -> new Failure(ProblemKind.INPUT_NOT_FOUND, "NoSuchBucket".equals(code(e))
                    ? "The " + file + "'s bucket does not exist at this connection's endpoint."
                    : "There is no object with the " + file + "'s key in its bucket.");
            case 400, 401, 403 -> new Failure(ProblemKind.INPUT_FORBIDDEN, "The store does not let this connection read"
                    + " the " + file + " (" + code(e) + "): check its keys and that its token may read the bucket.");
            case 412 -> new Failure(ProblemKind.INPUT_UNREACHABLE,
                    "The " + file + " was replaced by another file while it was being read: send the job again.");
            case 416 -> new Failure(ProblemKind.INPUT_CORRUPT, "The " + file + " is an empty file.");
            default -> new Failure(ProblemKind.INPUT_UNREACHABLE,
                    "The store of the " + file + " answers " + e.statusCode() + " " + code(e) + " again and again.");
        };
    }

    private static Failure ofOutputStore(Attempt attempt, S3Exception e) {
        String bucket = attempt.target().map(target -> "'" + target.bucket() + "'").orElse("of the output");
        if ("NoSuchBucket".equals(code(e))) {
            return new Failure(ProblemKind.OUTPUT_UNREACHABLE, "The bucket " + bucket
                    + " does not exist at the output connection's endpoint.");
        }
        return switch (e.statusCode()) {
            case 400, 401, 403 -> new Failure(ProblemKind.OUTPUT_FORBIDDEN, "The store does not let this connection"
                    + " write to the bucket " + bucket + " (" + code(e) + "): its token needs Object Read & Write.");
            default -> new Failure(ProblemKind.OUTPUT_UNREACHABLE, "The store of the output answers "
                    + e.statusCode() + " " + code(e) + " again and again.");
        };
    }

    private static String code(S3Exception e) {
        return e.awsErrorDetails() == null || e.awsErrorDetails().errorCode() == null
                ? "HTTP " + e.statusCode() : e.awsErrorDetails().errorCode();
    }

    private static Failure transport(boolean exporting, String file, Throwable cause) {
        String side = exporting ? "output" : file;
        Throwable root = rootOf(cause);
        String reason = root instanceof Lookups.Silent ? root.getMessage() : root instanceof UnknownHostException
                ? "Its host name is not known." : "The connection fails or breaks off again and again.";
        return new Failure(exporting ? ProblemKind.OUTPUT_UNREACHABLE : ProblemKind.INPUT_UNREACHABLE,
                "The server of the " + side + " cannot be reached. " + reason);
    }

    private static Throwable rootOf(Throwable cause) {
        Throwable root = cause;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        return root;
    }
}
