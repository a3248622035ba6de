package io.dromedary.media;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads what FFmpeg made of the renditions of an adaptive result, and writes their playlists. */
public interface Renditions {

    /** Opens a file of a rendition by its name. */
    @FunctionalInterface
    interface SegmentFiles {
        InputStream open(String name) throws IOException;
    }

    /** The arguments for ffprobe about a rendition's first segment. */
    List<String> probeArguments(Rendition rendition, Path sample);

    /**
     * Reads how long the segments play, and compares it with the segments themselves.
     *
     * @param note lines of the playlist that FFmpeg wrote
     * @param segments how many files there are
     * @return seconds of each
     * @throws MediaException {@code encode_failed} when the note and the segments differ
     * @throws IOException when a segment cannot be read
     */
    List<Double> lengths(Rendition rendition, Stream<String> note, int segments, SegmentFiles files) throws IOException;

    /**
     * When the first segment begins.
     *
     * @return seconds on the clock of the segments
     * @throws IOException when a segment cannot be read
     */
    double begin(Rendition rendition, SegmentFiles files) throws IOException;

    /**
     * Puts together what was found of a rendition.
     *
     * @param bytes the size of each segment
     * @param probed what ffprobe printed about the first segment
     */
    MeasuredRendition measured(Rendition rendition, SegmentPlaylist playlist, List<Long> bytes, String probed);

    /**
     * The files that FFmpeg does not write, with their text: segments and playlists of the subtitles, which end when the
     * best rendition does, and last the master playlist.
     *
     * @param prefix     what the master playlist puts before the names of the others
     * @param renditions in the plan's order: the largest picture first
     * @param dash where the manifest of DASH goes, if there is one
     */
    Map<Path, String> playlists(Path master, String prefix, List<MeasuredRendition> renditions,
            List<SubtitleRendition> subtitles, Optional<Path> dash);

    /**
     * The whole as if it were one file: its best rendition, and the size of all.
     *
     * @param size bytes of all its files
     */
    MediaFile asFile(List<MeasuredRendition> renditions, long size);
}
