package io.dromedary.media.probe;

import io.dromedary.media.AudioStream;
import io.dromedary.media.IndexedTrack;
import io.dromedary.media.MediaFile;
import io.dromedary.media.MediaStream;
import io.dromedary.media.VideoStream;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;

/**
 * Joins what ffprobe says of a file of the MP4 family and what its index says. ffprobe takes lengths from the heads of the
 * movie and of its tracks; players and decoders go on to the last sample.
 */
public final class IndexMerge {

    /** Seconds: heads are rounded, and sound has a packet or two more than is heard. */
    private static final double UNNOTICED = 0.1;

    private IndexMerge() {}

    /**
     * The same file, with its tracks.
     *
     * @param tracks in the file's order; nothing where the index cannot be read
     */
    public static MediaFile merge(MediaFile file, List<IndexedTrack> tracks) {
        MediaFile indexed = file.indexed(tracks);
        var spans = new HashMap<>(indexed.spans());
        double longest = 0;
        for (MediaStream stream : indexed.streams()) {
            MediaFile.Span span = spans.get(stream.index());
            Optional<IndexedTrack.Played> played = indexed.track(stream).filter(track -> isOf(track, stream))
                    .flatMap(IndexedTrack::played);
            if (span != null && played.isPresent() && played.get().lastBegins() > span.end() + UNNOTICED) {
                spans.put(stream.index(), new MediaFile.Span(span.start(), played.get().end()));
                longest = Math.max(longest, played.get().end());
            }
        }
        return longest == 0 ? indexed : indexed.lasting(Math.max(longest, indexed.duration().orElse(0)), spans);
    }

    private static boolean isOf(IndexedTrack track, MediaStream stream) {
        return switch (track.handler()) {
            case "vide" -> stream instanceof VideoStream;
            case "soun" -> stream instanceof AudioStream;
            default -> false;
        };
    }
}
