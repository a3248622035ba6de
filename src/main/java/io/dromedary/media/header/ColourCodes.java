package io.dromedary.media.header;

import io.dromedary.media.VideoStream;
import java.nio.ByteBuffer;
import java.util.Map;

/** FFmpeg's names of the codes by which a picture declares its colours (ITU-T H.273, 8). */
final class ColourCodes {

    private static final Map<Integer, String> PRIMARIES = Map.of(1, "bt709", 4, "bt470m", 5, "bt470bg", 6, "smpte170m",
            7, "smpte240m", 9, "bt2020", 11, "smpte431", 12, "smpte432");
    private static final Map<Integer, String> TRANSFERS = Map.of(1, "bt709", 4, "gamma22", 5, "gamma28", 6, "smpte170m",
            8, "linear", 13, "iec61966-2-1", 14, "bt2020-10", 15, "bt2020-12", 16, "smpte2084", 18, "arib-std-b67");
    private static final Map<Integer, String> MATRICES = Map.of(0, "gbr", 1, "bt709", 5, "bt470bg", 6, "smpte170m",
            7, "smpte240m", 8, "ycgco", 9, "bt2020nc", 10, "bt2020c");
    private static final String UNKNOWN = "unknown";

    private ColourCodes() {}

    /** @param nclx the content of a box {@code colr} of that type */
    static VideoStream.Colour colour(ByteBuffer nclx) {
        return new VideoStream.Colour(nclx.get(10) < 0 ? "pc" : "tv",
                MATRICES.getOrDefault(nclx.getShort(8) & 0xFFFF, UNKNOWN),
                PRIMARIES.getOrDefault(nclx.getShort(4) & 0xFFFF, UNKNOWN),
                TRANSFERS.getOrDefault(nclx.getShort(6) & 0xFFFF, UNKNOWN));
    }
}
