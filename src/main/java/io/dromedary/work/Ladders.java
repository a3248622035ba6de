package io.dromedary.work;

import io.dromedary.ffmpeg.ProcessCommand;
import io.dromedary.media.MeasuredRendition;
import io.dromedary.media.Rendition;
import io.dromedary.media.Renditions;
import io.dromedary.media.SegmentPlaylist;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The renditions of an adaptive result: what has become of each, and the master playlist that says it. */
public final class Ladders {

    private final Plans plans;

    public Ladders(Plans plans) {
        this.plans = plans;
    }

    private Renditions made() {
        return plans.media().renditions();
    }

    /** What ffmpeg made, to be asked about one by one. */
    public List<Rendition> renditions(PlanRun run) {
        return run.plan().renditions();
    }

    /** Asks about the first segment of a rendition. */
    public ProcessCommand probe(Attempt attempt, Rendition rendition) {
        return Probes.command(attempt, made().probeArguments(files(attempt, rendition).sample()));
    }

    /** Reads the answer about a rendition, and writes its playlist. */
    public void probed(Attempt attempt, PlanRun run, Rendition rendition, String answer) {
        RenditionFiles files = files(attempt, rendition);
        SegmentPlaylist playlist = files.write();
        run.renditions().add(made().measured(rendition, playlist, files.sizes(playlist), answer));
    }

    private RenditionFiles files(Attempt attempt, Rendition rendition) {
        return new RenditionFiles(rendition, attempt.folder(), made());
    }

    /** Writes the master playlist, by what was found, after what only it names; with it the result is whole. */
    public Encoded writeMaster(Attempt attempt, PlanRun run) {
        try {
            for (var playlist : made().playlists(run.plan().main(), run.renditions(), run.plan().subtitles()).entrySet()) {
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
