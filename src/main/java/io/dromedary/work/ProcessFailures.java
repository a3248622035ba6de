package io.dromedary.work;

import io.dromedary.ffmpeg.ProcessFailure;
import io.dromedary.job.Failure;
import io.dromedary.job.Stage;
import io.dromedary.media.ForeignFormat;
import io.dromedary.problem.ProblemKind;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Optional;

/** What the owner of a job is told when ffmpeg or ffprobe failed. */
final class ProcessFailures {

    /** The text for an encode that made nothing, without an error. */
    static final String NOTHING =
            "Nothing came out of the input: what was asked for holds no picture or sound that can be decoded.";

    private ProcessFailures() {
    }

    static Failure of(Attempt attempt, ProcessFailure failure) {
        String file = attempt.reading();
        return switch (failure.reason()) {
            case NOT_STARTED -> new Failure(ProblemKind.INTERNAL_ERROR,
                    "ffmpeg could not be started on the server: GET /health says more.");
            case TIMED_OUT -> new Failure(ProblemKind.TIMED_OUT, work(attempt)
                    + " took longer than this server allows (dromedary.ffmpeg.deadline-* in its settings).");
            case STALLED -> new Failure(ProblemKind.TIMED_OUT, work(attempt) + " made no progress for as long as this server"
                    + " waits (dromedary.ffmpeg.stall-timeout in its settings).");
            case OUT_OF_MEMORY -> new Failure(ProblemKind.RESOURCE_LIMIT, "The file needs more memory than this server"
                    + " gives to ffmpeg (dromedary.ffmpeg.max-memory-bytes in its settings).");
            case TOO_MANY_STREAMS -> new Failure(ProblemKind.RESOURCE_LIMIT, "The " + file + " has more"
                    + " streams than this server takes (input.max_streams in its config/encoding.yaml).");
            case FILE_TOO_LARGE -> new Failure(ProblemKind.RESOURCE_LIMIT, "The result is larger than this server"
                    + " makes files (dromedary.output.max-bytes in its settings).");
            case FLOOD -> new Failure(ProblemKind.RESOURCE_LIMIT, "ffmpeg had more to say about the " + file
                    + " than this server reads: the file is damaged, or made to harm.");
            case LEFT_OTHERS -> new Failure(ProblemKind.ENCODE_FAILED, "The encoder left files that were not asked for: the "
                    + file + " is damaged, or made to harm. Nothing of it is published.");
            case EMPTY -> new Failure(ProblemKind.ENCODE_FAILED, NOTHING);
            case FAILED -> attempt.stage() == Stage.ENCODE
                    ? new Failure(ProblemKind.ENCODE_FAILED,
                            "The file could not be encoded: " + ErrorText.publicLine(attempt, failure.errorOutput()))
                    : new Failure(ProblemKind.INPUT_UNSUPPORTED, advice(attempt)
                            .orElseGet(() -> "The " + file + " is not a media file that this server can"
                                    + " read: " + ErrorText.publicLine(attempt, failure.errorOutput())));
        };
    }

    private static String work(Attempt attempt) {
        return attempt.stage() == Stage.ENCODE ? "The encode" : "Reading the " + attempt.reading() + "'s headers";
    }

    /** What this server knows of a format that ffprobe does not know. */
    private static Optional<String> advice(Attempt attempt) {
        if (attempt.input().isReadingAttached()) {
            return Optional.empty();
        }
        try (InputStream bytes = Files.newInputStream(attempt.input().download().content())) {
            return ForeignFormat.advice(bytes.readNBytes(ForeignFormat.BYTES));
        } catch (IOException e) {
            throw new UncheckedIOException("The input cannot be read back", e);
        }
    }
}
