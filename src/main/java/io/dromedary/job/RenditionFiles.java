package io.dromedary.job;

import io.dromedary.media.Rendition;
import io.dromedary.media.SegmentPlaylist;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The files of a rendition that ffmpeg made. */
final class RenditionFiles {

    private final Rendition rendition;
    private final SegmentPlaylist playlist;

    private RenditionFiles(Rendition rendition, SegmentPlaylist playlist) {
        this.rendition = rendition;
        this.playlist = playlist;
    }

    static RenditionFiles of(Rendition rendition) {
        try {
            return new RenditionFiles(rendition, SegmentPlaylist.parse(Files.readString(rendition.playlist())));
        } catch (IOException e) {
            throw failure(e);
        }
    }

    SegmentPlaylist playlist() {
        return playlist;
    }

    List<Long> sizes() {
        var sizes = new ArrayList<Long>();
        for (SegmentPlaylist.Segment segment : playlist.segments()) {
            try {
                sizes.add(Files.size(file(segment.name())));
            } catch (IOException e) {
                throw failure(e);
            }
        }
        return sizes;
    }

    /** Appends a last segment that is all too short to the one before; both formats of segments allow that. */
    void joinCrumb() {
        if (!playlist.endsInCrumb()) {
            return;
        }
        List<SegmentPlaylist.Segment> segments = playlist.segments();
        Path crumb = file(segments.get(segments.size() - 1).name());
        Path before = file(segments.get(segments.size() - 2).name());
        try (OutputStream out = Files.newOutputStream(before, StandardOpenOption.APPEND)) {
            Files.copy(crumb, out);
            Files.delete(crumb);
            Files.writeString(rendition.playlist(),
                    SegmentPlaylist.withoutCrumb(Files.readString(rendition.playlist())));
        } catch (IOException e) {
            throw failure(e);
        }
    }

    /**
     * A file that ffprobe can read on its own, since it must never follow a playlist: the first segment, behind its
     * header where it has one.
     *
     * @param folder where such a file may be made
     */
    Path sample(Path folder) {
        Path first = file(playlist.segments().get(0).name());
        Optional<Path> header = playlist.header().map(this::file);
        if (header.isEmpty()) {
            return first;
        }
        Path sample = folder.resolve("sample-" + rendition.name());
        try (OutputStream out = Files.newOutputStream(sample)) {
            Files.copy(header.get(), out);
            Files.copy(first, out);
            return sample;
        } catch (IOException e) {
            throw failure(e);
        }
    }

    private Path file(String name) {
        return rendition.playlist().resolveSibling(name);
    }

    private static UncheckedIOException failure(IOException e) {
        return new UncheckedIOException("A rendition cannot be read back", e);
    }
}
