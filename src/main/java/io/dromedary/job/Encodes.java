package io.dromedary.job;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dromedary.ffmpeg.ProcessCommand;
import io.dromedary.ffmpeg.Progress;
import io.dromedary.media.Command;
import io.dromedary.media.EncodingTable;
import io.dromedary.media.FileDescription;
import io.dromedary.media.MediaException;
import io.dromedary.media.MediaFile;
import io.dromedary.media.Probe;
import io.dromedary.media.VideoCommand;
import io.dromedary.media.VideoOptions;
import io.dromedary.problem.Problem;
import io.dromedary.problem.ProblemKind;
import io.dromedary.storage.FileNames;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/** What ffprobe and ffmpeg are asked to do for an attempt, and what came of it. */
public final class Encodes {

    private static final Duration PROBE_DEADLINE = Duration.ofSeconds(60);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Stages stages;
    private final EncodingTable table;
    private final Deadline deadline;

    public Encodes(Stages stages, EncodingTable table, Deadline deadline) {
        this.stages = stages;
        this.table = table;
        this.deadline = deadline;
    }

    /**
     * How long an encode may take: a part that every encode gets, and a part by the length of its result.
     *
     * @param base      wall time
     * @param perSecond seconds of wall time for a second of media
     */
    public record Deadline(Duration base, long perSecond) {
        Duration of(double seconds) {
            return base.plusMillis(Math.round(seconds * perSecond * 1000));
        }
    }

    /**
     * Checks what the contract cannot say of options: rules between them.
     *
     * @throws Problem {@code invalid_input}
     */
    public static void checkOptions(String kind, ObjectNode options) {
        try {
            VideoOptions.of(options);
        } catch (MediaException e) {
            throw e.field().map(field -> new Problem(ProblemKind.of(e.kind()), e.getMessage(), field))
                    .orElseGet(() -> new Problem(ProblemKind.of(e.kind()), e.getMessage()));
        }
    }

    /** Asks ffprobe about what is here of the input. */
    public ProcessCommand probe(Attempt attempt) {
        return ffprobe(attempt, attempt.download().file());
    }

    private static ProcessCommand ffprobe(Attempt attempt, Path file) {
        return new ProcessCommand("ffprobe", Probe.arguments(file), attempt.folder(),
                PROBE_DEADLINE, Optional.empty(), attempt.stopped());
    }

    /** Reads ffprobe's answer. */
    public void probed(Attempt attempt, String answer) {
        attempt.setMedia(Probe.parse(answer), attempt.download().isComplete());
    }

    /** The probe is done: the options are held against what the input is, before more of it is fetched. */
    public void finishProbe(Attempt attempt) {
        if (!attempt.isProbedInPart()) {
            command(attempt);
        }
        stages.finish(attempt, describe(attempt.media(), attempt.job().input()));
    }

    /** Begins the encode: what ffmpeg shall do. */
    public ProcessCommand start(Attempt attempt) {
        stages.start(attempt, Stage.ENCODE, describe(attempt.media(), attempt.job().input()));
        Command command = command(attempt);
        attempt.setCommand(command);
        createFolder(attempt.result().getParent());
        var report = stages.reporter(attempt, Stage.ENCODE);
        Consumer<Progress> progress = done -> report.at(
                command.duration().isPresent() ? 100 * done.seconds() / command.duration().getAsDouble() : 0,
                done.speed().isPresent() ? Optional.of(done.speed().getAsDouble()) : Optional.empty());
        return new ProcessCommand("ffmpeg", command.arguments(), attempt.folder(),
                deadline.of(command.duration().orElse(0)), Optional.of(progress), attempt.stopped());
    }

    /** Asks ffprobe about the result: what is told of it is what is in the file, not what was asked for. */
    public ProcessCommand probeResult(Attempt attempt) {
        return ffprobe(attempt, attempt.result());
    }

    /** The result is in the attempt's folder, and is what ffprobe says. */
    public void finish(Attempt attempt, String answer) {
        ObjectNode result = describe(Probe.parse(answer), null);
        attempt.setResultFile(result);
        stages.finish(attempt, result);
    }

    /** Builds the command; its extension names the result. */
    private Command command(Attempt attempt) {
        VideoOptions options = VideoOptions.of(attempt.job().options());
        String stem = attempt.job().outputTarget().filter(url -> !url.endsWith("/")).isPresent()
                ? "result" : FileNames.stem(attempt.job().input());
        Path result = attempt.folder().resolve("out")
                .resolve(FileNames.safe(stem) + "." + options.format().wireName());
        attempt.setResult(result);
        return VideoCommand.build(options, attempt.media(), table, attempt.download().file(), result);
    }

    private static void createFolder(Path folder) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("The folder for the result cannot be made", e);
        }
    }

    private static ObjectNode describe(MediaFile file, String url) {
        return JSON.valueToTree(FileDescription.describe(file, url));
    }
}
