package io.dromedary.work;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dromedary.access.Usage;
import io.dromedary.ffmpeg.ProcessCommand;
import io.dromedary.media.Command;
import io.dromedary.media.FileDescription;
import io.dromedary.media.How;
import io.dromedary.media.MediaException;
import io.dromedary.media.MediaFile;
import io.dromedary.problem.Problem;
import io.dromedary.problem.ProblemKind;
import io.dromedary.storage.Download;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Makes the ffprobe commands of an attempt, and reads their answers. */
public final class Probes {

    private static final Duration DEADLINE = Duration.ofSeconds(60);
    /** Bytes of packets that even a slow disk gives in a second. */
    private static final long READ_PER_SECOND = 10L << 20;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Stages stages;
    private final Plans plans;
    private final Usage usage;

    /** @param usage counts what inputs use of the quotas of keys */
    public Probes(Stages stages, Plans plans, Usage usage) {
        this.stages = stages;
        this.plans = plans;
        this.usage = usage;
    }

    /** Is the input a picture that ffprobe cannot read, and that its header describes? */
    public boolean isToldByHeader(Attempt attempt) {
        return content(attempt.input().download()).header().filter(header -> !header.isProbed()).isPresent();
    }

    /**
     * Describes the input by its header.
     *
     * @throws io.dromedary.media.MediaException if it is complete and yet cut off
     */
    public Probed headerRead(Attempt attempt) {
        Download download = attempt.input().download();
        return looked(attempt, plans.media().described(content(download).header().orElseThrow(), download.size().orElse(0)));
    }

    private FetchedContent content(Download download) {
        return new FetchedContent(download, plans.media());
    }

    /** Probes what is here of the input. */
    public ProcessCommand input(Attempt attempt) {
        return command(attempt, arguments(attempt.input(), given(attempt, attempt.input().download())));
    }

    /** The arguments for ffprobe about an input, by this path. */
    List<String> arguments(JobInput input, Path path) {
        return plans.media().probeArguments(path, content(input.download()).head());
    }

    /**
     * Reads the answer about the input.
     *
     * @throws io.dromedary.media.MediaException if it is no media file, or if it is complete and yet cut off
     * @throws Problem {@code resource_limit} if it exceeds a limit
     */
    public Probed inputProbed(Attempt attempt, String answer) {
        Download download = attempt.input().download();
        return looked(attempt, content(download).indexed(plans.media().probed(answer, content(download).header())));
    }

    private Probed looked(Attempt attempt, MediaFile media) {
        boolean complete = attempt.input().isComplete();
        return accepted(complete ? content(attempt.input().download()).whole(media) : media, complete);
    }

    private Probed accepted(MediaFile media, boolean whole) {
        plans.media().excess(media).ifPresent(message -> {
            // Not a MediaException, since the route would then fetch and probe the rest.
            throw new Problem(ProblemKind.RESOURCE_LIMIT, message);
        });
        return new Probed(media, whole);
    }

    /** Is the input complete, and is its duration so far only an estimate? */
    public boolean mustMeasureLength(Attempt attempt, Probed probed) {
        return probed.whole() && lengthMeasurement(attempt, probed).isPresent();
    }

    private Optional<Command> lengthMeasurement(Attempt attempt, Probed probed) {
        return plans.media().lengthMeasurement(probed.media(), given(attempt, attempt.input().download()));
    }

    /** Measures how long the input plays. */
    public ProcessCommand length(Attempt attempt, Probed probed) {
        Command command = lengthMeasurement(attempt, probed).orElseThrow();
        Duration reading = Duration.ofSeconds(probed.media().size().orElse(0) / READ_PER_SECOND);
        return new ProcessCommand("ffmpeg", command.arguments(), attempt.folder(), attempt.externalFiles(),
                command.makes(), DEADLINE.plus(reading), Optional.empty(), attempt.stopped());
    }

    /**
     * Reads how long the input plays.
     *
     * @throws Problem {@code resource_limit} if that exceeds a limit
     */
    public Probed lengthMeasured(Probed probed, String printed) {
        return accepted(plans.media().lengthMeasured(probed.media(), printed), probed.whole());
    }

    /** Probes a file beside the input. */
    public ProcessCommand attached(Attempt attempt, AttachedFile file) {
        return command(attempt, plans.media().pictureProbeArguments(given(attempt, file.download()), content(file.download()).head()));
    }

    /** Reads the answer about a file beside the input. */
    public void attachedProbed(AttachedFile file, String answer) {
        file.setMedia(plans.media().pictureProbed(answer, file.role(), content(file.download()).header()));
    }

    /** Ends the probe, and checks that the options fit the input before more of it is fetched. */
    public void finish(Attempt attempt, Probed probed) {
        takeOfQuota(attempt, probed);
        if (attempt.work().isEncode() && probed.whole()) {
            plans.make(attempt, probed, Optional.empty());
        }
        stages.finish(attempt, describe(probed.media(), attempt.job().input()));
    }

    private static Path given(Attempt attempt, Download file) {
        return attempt.folder().asGuestsSeeIt(file.file());
    }

    private void takeOfQuota(Attempt attempt, Probed probed) {
        double seconds = attempt.joins()
                ? attempt.inputs().stream().mapToDouble(input -> input.probed().orElseThrow().media().duration().orElse(0)).sum()
                : probed.media().duration().orElse(0);
        long bytes = attempt.bytes();
        long milliseconds = Math.round(seconds * 1000);
        attempt.job().order().owner().keyId().flatMap(key -> usage.take(key, attempt.job().id(), bytes, milliseconds))
                .ifPresent(what -> {
                    throw new Problem(ProblemKind.RESOURCE_LIMIT, "The input goes beyond what the key of this job may use: "
                            + what + ". Send it again on another day (UTC), or ask for more where keys are made.");
                });
    }

    /** A run of ffprobe for an attempt. */
    static ProcessCommand command(Attempt attempt, List<String> arguments) {
        return new ProcessCommand(
                "ffprobe", arguments, attempt.folder(), attempt.externalFiles(), List.of(), DEADLINE,
                Optional.empty(), attempt.stopped());
    }

    /** How the streams of a result come to be, in the words of the contract. */
    static ObjectNode how(How how) {
        return JSON.createObjectNode().put("video", how.video().map(How.Way::wireName).orElse(null))
                .put("audio", how.audio().map(How.Way::wireName).orElse(null));
    }

    /** A file object of the contract. */
    static ObjectNode describe(MediaFile file, String url) {
        return JSON.valueToTree(FileDescription.describe(file, url));
    }
}
