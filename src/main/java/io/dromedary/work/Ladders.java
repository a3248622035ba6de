package io.dromedary.work;

import io.dromedary.ffmpeg.ProcessCommand;
import io.dromedary.media.MeasuredRendition;
import io.dromedary.media.Rendition;
import io.dromedary.media.Renditions;
import io.dromedary.media.SegmentPlaylist;
import io.dromedary.problem.Problem;
import io.dromedary.problem.ProblemKind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Measures the renditions of an adaptive result, and writes its playlists. */
public final class Ladders {

    private final Plans plans;

    public Ladders(Plans plans) {
        this.plans = plans;
    }

    private Renditions made() {
        return plans.media().renditions();
    }

    /** The renditions that ffmpeg made, to be probed one by one. */
    public List<Rendition> renditions(PlanRun run) {
        return run.plan().renditions();
    }

    /** Probes the first segment of a rendition. */
    public ProcessCommand probe(Attempt attempt, Rendition rendition) {
        return Probes.command(attempt, made().probeArguments(rendition, files(attempt, rendition).sample()));
    }

    /** Reads the answer of ffprobe about a rendition, and writes its playlist. */
    public void probed(Attempt attempt, PlanRun run, Rendition rendition, String answer) {
        RenditionFiles files = files(attempt, rendition);
        SegmentPlaylist playlist = files.write();
        MeasuredRendition measured = made().measured(rendition, playlist, files.sizes(playlist), answer);
        measured.difference().ifPresent(message -> {
            throw new Problem(ProblemKind.ENCODE_INCOMPLETE, message);
        });
        run.renditions().add(measured);
    }

    private RenditionFiles files(Attempt attempt, Rendition rendition) {
        return new RenditionFiles(rendition, attempt.folder(), made());
    }

    /**
     * Writes the master playlist, after the other files that it lists; with it the result is complete. Before that, the
     * segments are encrypted if that is asked for: all programs have ended.
     */
    public Encoded writeMaster(Attempt attempt, PlanRun run) {
        attempt.input().key().ifPresent(key ->
                run.plan().renditions().forEach(rendition -> files(attempt, rendition).encrypt(key)));
        try {
            for (var playlist : made().playlists(run.plan().main(), MasterName.prefix(attempt.job().order().outputTarget()), run.renditions(),
                    run.plan().subtitles(), run.plan().dash()).entrySet()) {
                Files.writeString(attempt.folder().resolve(playlist.getKey()), playlist.getValue());
            }
            return new Encoded(run.plan(), Probes.describe(made().asFile(run.renditions(), size(attempt.results())), null));
        } catch (IOException e) {
            throw new UncheckedIOException("A playlist cannot be written", e);
        }
    }

    private static long size(Path folder) throws IOException {
        long size = 0;
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
                size += Files.size(file);
            }
        }
        return size;
    }
}
