package io.dromedary.work;

import io.dromedary.ffmpeg.JobFolder;
import io.dromedary.media.Rendition;
import io.dromedary.media.Renditions;
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
import java.util.stream.Stream;

/**
 * The files of a rendition that ffmpeg made, and the playlist that this server writes for them. Of ffmpeg's own
 * playlist only numbers are used, and only if the segments confirm them.
 */
final class RenditionFiles {

    private final Rendition rendition;
    private final JobFolder folder;
    private final Renditions made;

    RenditionFiles(Rendition rendition, JobFolder folder, Renditions made) {
        this.rendition = rendition;
        this.folder = folder;
        this.made = made;
    }

    /**
     * Writes the playlist. A last segment that is far too short is appended to the one before, which both segment
     * formats allow.
     *
     * @throws io.dromedary.media.MediaException {@code encode_failed} if the segments differ from what ffmpeg reported
     */
    SegmentPlaylist write() {
        try {
            SegmentPlaylist playlist = SegmentPlaylist.of(rendition, lengths())
                    .beginning(made.begin(rendition, name -> Files.newInputStream(file(name))));
            if (playlist.endsTooShort()) {
                mergeLast(playlist.segments());
                playlist = playlist.withLastMerged();
            }
            Files.writeString(folder.resolve(rendition.playlist()), playlist.text(rendition));
            return playlist;
        } catch (IOException e) {
            throw failure(e);
        }
    }

    private List<Double> lengths() throws IOException {
        int segments = 0;
        while (Files.exists(file(rendition.segment(segments)))) {
            segments++;
        }
        try (Stream<String> lines = FfmpegNotes.lines(folder.notes().resolve(rendition.note()))) {
            return made.lengths(rendition, lines, segments, name -> Files.newInputStream(file(name)));
        }
    }

    private void mergeLast(List<SegmentPlaylist.Segment> segments) throws IOException {
        Path last = file(segments.get(segments.size() - 1).name());
        Path before = file(segments.get(segments.size() - 2).name());
        try (OutputStream out = Files.newOutputStream(before, StandardOpenOption.APPEND)) {
            Files.copy(last, out);
            Files.delete(last);
        }
    }

    /** The size of each segment. */
    List<Long> sizes(SegmentPlaylist playlist) {
        var sizes = new ArrayList<Long>();
        for (SegmentPlaylist.Segment segment : playlist.segments()) {
            try {
                sizes.add(rendition.publishedBytes(Files.size(file(segment.name()))));
            } catch (IOException e) {
                throw failure(e);
            }
        }
        return sizes;
    }

    /** Encrypts all segments, in place. No program reads them afterwards. */
    void encrypt(SegmentKey key) {
        try {
            for (int segment = 0; Files.exists(file(rendition.segment(segment))); segment++) {
                key.encrypt(file(rendition.segment(segment)), segment);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("A segment cannot be encrypted", e);
        }
    }

    /**
     * A file that ffprobe can read without following a playlist, which it must never do: the first segment, after its
     * header if it has one.
     */
    Path sample() {
        Path first = file(rendition.segment(0));
        Optional<Path> header = rendition.header().map(this::file);
        if (header.isEmpty()) {
            return folder.asGuestsSeeIt(first);
        }
        Path sample = folder.given().resolve("sample-" + rendition.name());
        try (OutputStream out = Files.newOutputStream(sample)) {
            Files.copy(header.get(), out);
            Files.copy(first, out);
            return folder.asGuestsSeeIt(sample);
        } catch (IOException e) {
            throw failure(e);
        }
    }

    private Path file(String name) {
        return folder.resolve(rendition.file(name));
    }

    private static UncheckedIOException failure(IOException e) {
        return new UncheckedIOException("A rendition cannot be read back", e);
    }
}
