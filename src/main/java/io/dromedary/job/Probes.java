package io.dromedary.job;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dromedary.access.Usage;
import io.dromedary.ffmpeg.ProcessCommand;
import io.dromedary.media.FileDescription;
import io.dromedary.media.Kind;
import io.dromedary.media.MediaException;
import io.dromedary.media.MediaFile;
import io.dromedary.problem.Problem;
import io.dromedary.problem.ProblemKind;
import io.dromedary.storage.Download;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What ffprobe is asked for an attempt, and what it answers. */
public final class Probes {

    private static final Duration DEADLINE = Duration.ofSeconds(60);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Stages stages;
    private final Plans plans;
    private final Usage usage;

    /**
     * Probes.
     *
     * @param usage where what a job's input takes of the quota of its key is counted
     */
    public Probes(Stages stages, Plans plans, Usage usage) {
        this.stages = stages;
        this.plans = plans;
        this.usage = usage;
    }

    /** Asks about what is here of the input. */
    public ProcessCommand input(Attempt attempt) {
        return command(attempt, plans.media().probeArguments(given(attempt, attempt.download())));
    }

    /**
     * Reads the answer about the input.
     *
     * @throws io.dromedary.media.MediaException when it is no media
     * @throws Problem {@code resource_limit} when it is more than is taken
     */
    public void inputProbed(Attempt attempt, String answer) {
        MediaFile media = plans.media().probed(answer);
        plans.media().excess(media).ifPresent(message -> {
            // Not a MediaException, after which the rest would be fetched and asked about.
            throw new Problem(ProblemKind.RESOURCE_LIMIT, message);
        });
        attempt.setMedia(media, attempt.isInputComplete());
    }

    /** Asks about a file that goes with the input. */
    public ProcessCommand attached(Attempt attempt, AttachedFile file) {
        return command(attempt, plans.media().pictureProbeArguments(given(attempt, file.download())));
    }

    /** Reads the answer about a file that goes with the input. */
    public void attachedProbed(AttachedFile file, String answer) {
        file.setMedia(plans.media().pictureProbed(answer, file.role()));
    }

    /** Asks about the result: what is told of it is what is in the file, not what was asked for. */
    public ProcessCommand result(Attempt attempt) {
        return command(attempt, plans.media().resultProbeArguments(attempt.plan().main()));
    }

    /**
     * Reads the answer about the result.
     *
     * @throws Problem {@code encode_failed} when what it is for is not in it: of damaged pictures the sound may be left,
     *                 and muxers write headers, and packets, without any data
     */
    public void resultProbed(Attempt attempt, String answer) {
        MediaFile result = parsedResult(answer);
        if (!result.holds(Kind.of(attempt.job().kind()))) {
            throw new Problem(ProblemKind.ENCODE_FAILED, ProcessFailures.NOTHING);
        }
        attempt.setResultFile(describe(result, null));
    }

    private MediaFile parsedResult(String answer) {
        try {
            return plans.media().probed(answer);
        } catch (MediaException e) {
            throw new Problem(ProblemKind.ENCODE_FAILED, "The encoder left something that is no media file.");
        }
    }

    /** Tells of a result that ffprobe cannot read. */
    public void resultTold(Attempt attempt) {
        try {
            long bytes = Files.size(attempt.main());
            attempt.setResultFile(JSON.valueToTree(attempt.plan().unprobed().orElseThrow().describe(bytes)));
        } catch (IOException e) {
            throw new UncheckedIOException("The result cannot be looked at", e);
        }
    }

    /** The probe is done: the options are held against what the input is, before more of it is fetched. */
    public void finish(Attempt attempt) {
        takeOfQuota(attempt);
        if (attempt.work().isEncode() && !attempt.isProbedInPart()) {
            plans.make(attempt);
        }
        stages.finish(attempt, describe(attempt.media(), attempt.job().input()));
    }

    private static Path given(Attempt attempt, Download file) {
        return attempt.folder().asGuestsSeeIt(file.file());
    }

    private void takeOfQuota(Attempt attempt) {
        attempt.job().owner().keyId().flatMap(key -> usage.take(key, attempt.job().id(), attempt.download().size().orElse(0),
                Math.round(attempt.media().duration().orElse(0) * 1000))).ifPresent(what -> {
                    throw new Problem(ProblemKind.RESOURCE_LIMIT, "The input goes beyond what the key of this job may use: "
                            + what + ". Send it again on another day (UTC), or ask for more where keys are made.");
                });
    }

    /** A run of ffprobe for an attempt. */
    static ProcessCommand command(Attempt attempt, List<String> arguments) {
        return new ProcessCommand(
                "ffprobe", arguments, attempt.folder(), FilesElsewhere.of(attempt), List.of(), DEADLINE,
                Optional.empty(), attempt.stopped());
    }

    /** A file object of the contract. */
    static ObjectNode describe(MediaFile file, String url) {
        return JSON.valueToTree(FileDescription.describe(file, url));
    }
}
