package io.dromedary.work;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dromedary.ffmpeg.ProcessCommand;
import io.dromedary.media.Kind;
import io.dromedary.media.MediaException;
import io.dromedary.media.MediaFile;
import io.dromedary.media.UnprobedResult;
import io.dromedary.problem.Problem;
import io.dromedary.problem.ProblemKind;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Describes the result of an attempt, and compares it with what was planned. What is compared is always read from the result: from
 * its own index or header if these tell all, by ffprobe otherwise.
 */
public final class Results {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Plans plans;

    public Results(Plans plans) {
        this.plans = plans;
    }

    /**
     * Reads the result's own index or header. Its errors are those of {@link #probed}.
     *
     * @return null where that does not tell all, for routes
     */
    public Encoded read(Attempt attempt, PlanRun run) {
        Path file = main(attempt, run);
        try (var bytes = Files.newByteChannel(file)) {
            return plans.media().read(file, bytes).map(result -> compared(attempt, run, result)).orElse(null);
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    /** Probes the result, so that its description is what is in the file, and not what was requested. */
    public ProcessCommand probe(Attempt attempt, PlanRun run) {
        return Probes.command(attempt, plans.media().resultProbeArguments(run.plan().main()));
    }

    /**
     * Reads the answer about the result.
     *
     * @throws Problem {@code encode_failed} if it lacks what it was made for: of damaged video only the sound may be
     *                 left, and muxers write headers and packets without any data; {@code encode_incomplete} if it
     *                 differs from what was planned
     */
    public Encoded probed(Attempt attempt, PlanRun run, String answer) {
        return compared(attempt, run, parsed(main(attempt, run), answer));
    }

    private MediaFile parsed(Path file, String answer) {
        try (var bytes = Files.newByteChannel(file)) {
            return plans.media().indexed(plans.media().probed(answer), bytes);
        } catch (MediaException e) {
            throw new Problem(ProblemKind.ENCODE_FAILED, "The encoder left something that is no media file.");
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private static Encoded compared(Attempt attempt, PlanRun run, MediaFile result) {
        if (!result.holds(Kind.of(attempt.job().kind()))) {
            throw new Problem(ProblemKind.ENCODE_FAILED, ProcessFailures.NOTHING);
        }
        run.plan().expected().difference(result).ifPresent(Results::incomplete);
        ObjectNode file = Probes.describe(result, null);
        run.plan().how().ifPresent(how -> file.set("how", Probes.how(how)));
        return new Encoded(run.plan(), file, Optional.of(result));
    }

    /**
     * Reads a result that ffprobe cannot read.
     *
     * @throws Problem {@code encode_incomplete} if it differs from what was planned
     */
    public Encoded told(Attempt attempt, PlanRun run) {
        Path main = main(attempt, run);
        try (InputStream bytes = Files.newInputStream(main)) {
            UnprobedResult.Found found = run.plan().unprobed().orElseThrow().read(bytes, Files.size(main));
            found.difference().ifPresent(Results::incomplete);
            return new Encoded(run.plan(), JSON.valueToTree(found.file()));
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private static Path main(Attempt attempt, PlanRun run) {
        return attempt.folder().resolve(run.plan().main());
    }

    private static void incomplete(String message) {
        throw new Problem(ProblemKind.ENCODE_INCOMPLETE, message);
    }

    private static UncheckedIOException unreadable(IOException e) {
        return new UncheckedIOException("The result cannot be looked at", e);
    }
}
