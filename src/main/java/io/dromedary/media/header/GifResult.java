package io.dromedary.media.header;

import io.dromedary.media.MediaFile;
import io.dromedary.media.VideoStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** Describes a GIF by its blocks, if each of its frames is shown for the same time. */
final class GifResult {

    private static final double HUNDREDTHS = 100;
    /** Of fewer, and of those that are shown for less, ffprobe tells other rates. */
    private static final int FEWEST = 4;
    private static final int SHORTEST = 2;

    private GifResult() {}

    static Optional<MediaFile> read(Bytes bytes) throws IOException {
        GifBlocks blocks = GifBlocks.read(bytes);
        long delay = blocks.evenDelay();
        if (delay < SHORTEST || blocks.frames() < FEWEST) {
            return Optional.empty();
        }
        double seconds = blocks.frames() * delay / HUNDREDTHS;
        double rate = HUNDREDTHS / delay;
        var picture = VideoStream.plain(0, "gif", blocks.width(), blocks.height(),
                OptionalDouble.of(VideoStream.standardRate(rate).orElse(rate)));
        return TimedResult.of(List.of("gif"), "", seconds, bytes.size(), List.of(picture), Map.of(0, new MediaFile.Span(0, seconds)));
    }
}
