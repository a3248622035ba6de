package io.dromedary.media.header;

import io.dromedary.media.AudioStream;
import io.dromedary.media.MediaFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Describes a result in FLAC by its first block, STREAMINFO (RFC 9639, 8.2). */
final class FlacResult {

    private static final int LENGTH = 42;
    /** 20 bits of the rate, 3 of the channels, 5 of the depth, and 36 of the number of samples. */
    private static final int NUMBERS = 18;

    private FlacResult() {}

    static Optional<MediaFile> read(Bytes bytes) throws IOException {
        ByteBuffer head = bytes.at(0, LENGTH);
        long numbers = head.getLong(NUMBERS);
        int rate = (int) (numbers >>> 44);
        int channels = 1 + (int) (numbers >>> 41 & 7);
        long samples = numbers & 0xF_FFFF_FFFFL;
        if (!Bytes.name(head, 0).equals("fLaC") || (head.get(4) & 0x7F) != 0 || rate == 0) {
            return Optional.empty();
        }
        double seconds = (double) samples / rate;
        return TimedResult.of(List.of("flac"), "", seconds, bytes.size(), List.of(new AudioStream(0, "flac", channels, rate, true)),
                Map.of(0, new MediaFile.Span(0, seconds)));
    }
}
