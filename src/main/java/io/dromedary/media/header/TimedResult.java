package io.dromedary.media.header;

import io.dromedary.media.MediaFile;
import io.dromedary.media.MediaStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** A result that lasts for a time, with the numbers that ffprobe derives from that. */
final class TimedResult {

    private static final double MICROSECONDS = 1_000_000;

    private TimedResult() {}

    /**
     * Describes it.
     *
     * @param seconds how long it plays
     * @return empty where it takes no time
     */
    static Optional<MediaFile> of(
            List<String> formats, String brand, double seconds, long bytes, List<MediaStream> streams, Map<Integer, MediaFile.Span> spans) {
        double length = Math.round(seconds * MICROSECONDS) / MICROSECONDS;
        return length <= 0 || !Double.isFinite(length) ? Optional.empty()
                : Optional.of(new MediaFile(formats, brand, OptionalDouble.of(length), OptionalLong.of(bytes),
                        OptionalLong.of((long) (bytes * 8 / length)), streams, spans, 0, Optional.empty(), Optional.empty(), List.of()));
    }
}
