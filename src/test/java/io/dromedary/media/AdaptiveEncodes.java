package io.dromedary.media;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromedary.media.hls.HlsRenditions;
import io.dromedary.media.hls.SegmentLengths;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Does for a test what the routes do with an adaptive result once ffmpeg has run: ask about each rendition, list them. */
public final class AdaptiveEncodes {

    private final Path folder;
    private final Plans plans;

    public AdaptiveEncodes(Path folder) {
        this.folder = folder;
        this.plans = new Plans(folder);
    }

    /**
     * A result.
     *
     * @param master the master playlist's file
     * @param renditions as they were measured
     */
    public record Made(Path master, List<MeasuredRendition> renditions) {

        public Path file(String name) {
            return master.resolveSibling(name);
        }

        public SegmentPlaylist playlist(String rendition) {
            return parsed(text(file(rendition + "/stream.m3u8")));
        }

        public String text() {
            return text(master);
        }

        /** All bytes of a rendition, in a file that ffprobe reads without the playlist. */
        public Path joined(String rendition) {
            SegmentPlaylist playlist = playlist(rendition);
            Path joined = file(rendition + ".joined");
            try (var out = Files.newOutputStream(joined)) {
                if (playlist.header().isPresent()) {
                    Files.copy(file(rendition + "/" + playlist.header().get()), out);
                }
                for (SegmentPlaylist.Segment segment : playlist.segments()) {
                    Files.copy(file(rendition + "/" + segment.name()), out);
                }
                return joined;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** Reads a playlist as players do. */
        private static SegmentPlaylist parsed(String text) {
            double seconds = 0;
            Optional<String> header = Optional.empty();
            var segments = new ArrayList<SegmentPlaylist.Segment>();
            for (String line : text.lines().toList()) {
                if (line.startsWith("#EXT-X-MAP:URI=\"")) {
                    header = Optional.of(line.split("\"")[1]);
                } else if (line.startsWith("#EXTINF:")) {
                    seconds = Double.parseDouble(line.substring(8, line.indexOf(',')));
                } else if (!line.startsWith("#")) {
                    segments.add(new SegmentPlaylist.Segment(line, seconds));
                }
            }
            return new SegmentPlaylist(header, segments);
        }

        private static String text(Path file) {
            try {
                return Files.readString(file);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Makes an adaptive result, with options as a caller writes them and apostrophes for quotes. */
    public Made make(Path input, String options) {
        return make(input, options, Map.of());
    }

    /** As above, with the files that the options name by URL. */
    public Made make(Path input, String options, Map<Attachment, Path> attached) {
        return finish(plans.run(Kind.ADAPTIVE_VIDEO, input, options, attached));
    }

    private Made finish(Plan plan) {
        List<MeasuredRendition> measured = measured(plan);
        assertThat(measured).as("what is not whole").allSatisfy(made -> assertThat(made.difference()).isEmpty());
        try {
            for (var playlist : new HlsRenditions().playlists(plan.main(), "", measured, plan.subtitles(), plan.dash()).entrySet()) {
                Files.writeString(playlist.getKey(), playlist.getValue());
            }
            return new Made(plan.main(), measured);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Measures the renditions of a plan whose command has run. */
    public List<MeasuredRendition> measured(Plan plan) {
        var measured = new ArrayList<MeasuredRendition>();
        for (Rendition rendition : plan.renditions()) {
            SegmentPlaylist playlist = written(rendition);
            List<Long> sizes = playlist.segments().stream()
                    .map(segment -> rendition.playlist().resolveSibling(segment.name()).toFile().length()).toList();
            measured.add(new HlsRenditions().measured(rendition, playlist, sizes, probed(rendition, playlist)));
        }
        return measured;
    }

    /** Writes the playlist by what ffmpeg told in its own, which stands in the same place here. */
    private static SegmentPlaylist written(Rendition rendition) {
        int segments = 0;
        while (Files.exists(rendition.file(rendition.segment(segments)))) {
            segments++;
        }
        try {
            List<Double> lengths = SegmentLengths.check(rendition,
                    SegmentLengths.read(Made.text(rendition.playlist()).lines(), segments),
                    name -> Files.newInputStream(rendition.file(name)));
            SegmentPlaylist playlist = SegmentPlaylist.of(rendition, lengths)
                    .beginning(new HlsRenditions().begin(rendition, name -> Files.newInputStream(rendition.file(name))));
            Files.writeString(rendition.playlist(), playlist.text(rendition));
            return playlist;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String probed(Rendition rendition, SegmentPlaylist playlist) {
        Path sample = folder.resolve("sample");
        try (var out = Files.newOutputStream(sample)) {
            if (playlist.header().isPresent()) {
                Files.copy(rendition.playlist().resolveSibling(playlist.header().get()), out);
            }
            Files.copy(rendition.playlist().resolveSibling(playlist.segments().get(0).name()), out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Ffmpeg.text("ffprobe", new HlsRenditions().probeArguments(rendition, sample).toArray(String[]::new));
    }
}
