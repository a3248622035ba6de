package io.dromedary.work;

import io.dromedary.ffmpeg.Fonts;
import io.dromedary.ffmpeg.ProcessCommand;
import io.dromedary.ffmpeg.ProgressReport;
import io.dromedary.job.Stage;
import io.dromedary.media.Command;
import io.dromedary.media.ExpectedPicture;
import io.dromedary.media.How;
import io.dromedary.media.Plan;
import io.dromedary.media.Waveform;
import io.dromedary.problem.Problem;
import io.dromedary.problem.ProblemKind;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the ffmpeg commands of an attempt, one after the other. */
public final class Encodes {

    private static final Logger LOG = LoggerFactory.getLogger(Encodes.class);

    private final Stages stages;
    private final Plans plans;
    private final Deadline deadline;
    private final Fonts fonts;

    public Encodes(Stages stages, Plans plans, Deadline deadline, Fonts fonts) {
        this.stages = stages;
        this.plans = plans;
        this.deadline = deadline;
        this.fonts = fonts;
    }

    /**
     * The longest time that an encode may take: a base, and a part for each second of the result. It is limited to a
     * year, since the kernel counts CPU time in nanoseconds, which overflow after centuries.
     *
     * @param base      wall time
     * @param perSecond seconds of wall time for a second of media
     */
    public record Deadline(Duration base, long perSecond) {
        private static final Duration LONGEST = Duration.ofDays(365);

        Duration of(double seconds) {
            double part = Math.min(seconds * perSecond, LONGEST.toSeconds());
            Duration whole = base.plusMillis(Math.round(part * 1000));
            return whole.compareTo(LONGEST) > 0 ? LONGEST : whole;
        }
    }

    /** Begins the encode. */
    public void start(Attempt attempt, Probed probed) {
        stages.start(attempt, Stage.ENCODE, Probes.describe(probed.media(), attempt.job().input()));
    }

    /** Does the plan depend on a measurement of the input? */
    public boolean mustMeasure(Attempt attempt, Probed probed) {
        return plans.measurement(attempt, probed).isPresent();
    }

    /** Measures the input. */
    public ProcessCommand measure(Attempt attempt, Probed probed) {
        Command command = plans.measurement(attempt, probed).orElseThrow();
        return process(attempt, command, progress -> { });
    }

    /**
     * Makes the plan, and writes the text files that its commands read.
     *
     * @param measured the measurement of the input; null if none was needed
     */
    public PlanRun plan(Attempt attempt, Probed probed, String measured) {
        if (plans.options(attempt).drawsText() && !fonts.areInstalled()) {
            // ffmpeg would silently leave the text out.
            throw new Problem(ProblemKind.INTERNAL_ERROR,
                    "This server has no font to draw subtitles with: " + Fonts.WAY_OUT);
        }
        Plan plan = plans.make(attempt, probed, Optional.ofNullable(measured));
        stages.warn(attempt, Plans.warnings(plan));
        plan.texts().forEach((file, text) -> write(attempt.folder().resolve(file), text));
        return new PlanRun(plan);
    }

    /**
     * Does the plan copy a stream? Then a run that fails may have met what an encode passes over.
     *
     * @param run null if there is no plan yet
     */
    public boolean isCopy(PlanRun run) {
        return run != null && run.plan().how().stream().flatMap(how -> Stream.of(how.video(), how.audio()))
                .flatMap(Optional::stream).anyMatch(way -> way == How.Way.COPIED);
    }

    /** Copies nothing any more, since that has failed. */
    public void encodeAll(Attempt attempt) {
        LOG.info("{}: what could be copied is encoded, as the copy failed", attempt.job().publicId());
        attempt.encodeAll();
    }

    /** The next command of the plan. */
    public ProcessCommand next(Attempt attempt, PlanRun run) {
        Command command = run.next();
        var report = stages.reporter(attempt, Stage.ENCODE);
        ProcessCommand process = process(attempt, command, done -> report.at(
                100 * run.done(part(done, command)),
                done.speed().isPresent() ? Optional.of(done.speed().getAsDouble()) : Optional.empty()));
        return attempt.input().arriving().map(process::reading).orElse(process);
    }

    /** Records what the messages of the last command tell of the result. */
    public void note(Attempt attempt, PlanRun run, String printed) {
        plans.media().noted(run.current(), printed).ifPresent(warning -> stages.warn(attempt, Plans.warnings(run.plan().warning(
                Stream.concat(run.plan().warnings().stream(), Stream.of(warning)).toList()))));
    }

    private static double part(ProgressReport done, Command command) {
        return command.duration().isPresent() && command.duration().getAsDouble() > 0
                ? Math.min(1, done.seconds() / command.duration().getAsDouble()) : 0;
    }

    private ProcessCommand process(Attempt attempt, Command command, Consumer<ProgressReport> progress) {
        return new ProcessCommand(command.program(), arguments(attempt, command), attempt.folder(), attempt.externalFiles(),
                command.makes(), deadline.of(command.duration().orElse(0)),
                command.reportsProgress() ? Optional.of(progress) : Optional.empty(), attempt.stopped());
    }

    /** Where bytes of the input are missing, or yet to come, nothing that FFmpeg cannot decode is passed over. */
    private static List<String> arguments(Attempt attempt, Command command) {
        return command.program().equals(Command.FFMPEG)
                && (attempt.input().download().isPartial() || attempt.input().arriving().isPresent())
                ? Stream.concat(Stream.of("-xerror"), command.arguments().stream()).toList() : command.arguments();
    }

    /** Draws the waveform. */
    public void drawWaveform(Attempt attempt, PlanRun run) {
        Waveform waveform = run.plan().waveform().orElseThrow();
        try (Stream<String> lines = FfmpegNotes.lines(attempt.folder().notes().resolve(waveform.peaks()))) {
            write(attempt.folder().resolve(run.plan().main()), waveform.json(lines));
        } catch (IOException e) {
            throw new UncheckedIOException("What was found out of the sound cannot be read back", e);
        }
    }

    /**
     * Ends the encode.
     *
     * @throws Problem {@code encode_incomplete} if a sheet of thumbnails is missing or differs
     */
    public void finish(Attempt attempt, Encoded encoded) {
        encoded.plan().sheets().forEach(sheet -> check(attempt, sheet));
        stages.finish(attempt, encoded.file());
    }

    private static void check(Attempt attempt, ExpectedPicture sheet) {
        Path file = attempt.folder().resolve(sheet.file());
        try (InputStream bytes = Files.exists(file) ? Files.newInputStream(file) : InputStream.nullInputStream()) {
            sheet.difference(bytes.readNBytes(ExpectedPicture.HEAD_BYTES)).ifPresent(message -> {
                throw new Problem(ProblemKind.ENCODE_INCOMPLETE, message);
            });
        } catch (IOException e) {
            throw new UncheckedIOException("A sheet of thumbnails cannot be read back", e);
        }
    }

    private static void write(Path path, String text) {
        try {
            Files.createDirectories(path.getParent());
            Files.writeString(path, text);
        } catch (IOException e) {
            throw new UncheckedIOException("A file beside the result cannot be written", e);
        }
    }
}
