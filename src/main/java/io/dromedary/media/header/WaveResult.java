package io.dromedary.media.header;

import io.dromedary.media.AudioStream;
import io.dromedary.media.MediaFile;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Describes a result in WAV by its chunks (Microsoft's Multimedia Programming Interface 1.0, and WAVEFORMATEXTENSIBLE). */
final class WaveResult {

    private static final int HEAD = 12;
    private static final int CHUNK = 8;
    private static final int MOST_CHUNKS = 100;
    private static final int PCM = 1;
    private static final int EXTENSIBLE = 0xFFFE;
    /** Where an extensible format names what it is. */
    private static final int SUBFORMAT = 24;

    private WaveResult() {}

    static Optional<MediaFile> read(Bytes bytes) throws IOException {
        ByteBuffer head = bytes.at(0, HEAD);
        Optional<ByteBuffer> format = Optional.empty();
        if (!Bytes.name(head, 0).equals("RIFF") || !Bytes.name(head, 8).equals("WAVE")) {
            return Optional.empty();
        }
        long at = HEAD;
        for (int i = 0; i < MOST_CHUNKS; i++) {
            ByteBuffer chunk = bytes.at(at, CHUNK).order(ByteOrder.LITTLE_ENDIAN);
            long length = chunk.getInt(4) & 0xFFFF_FFFFL;
            switch (Bytes.name(chunk, 0)) {
                case "fmt " -> format = Optional.of(bytes.beginning(at + CHUNK, length).order(ByteOrder.LITTLE_ENDIAN));
                case "data" -> {
                    return length > bytes.size() - at - CHUNK ? Optional.empty()
                            : of(format.orElseThrow(() -> new EOFException("No format")), length, bytes.size());
                }
                default -> {
                    // Of no use here.
                }
            }
            at += CHUNK + length + length % 2;
        }
        return Optional.empty();
    }

    private static Optional<MediaFile> of(ByteBuffer format, long data, long size) {
        int tag = format.getShort(0) & 0xFFFF;
        int channels = format.getShort(2) & 0xFFFF;
        int rate = format.getInt(4);
        int block = format.getShort(12) & 0xFFFF;
        int bits = format.getShort(14) & 0xFFFF;
        boolean pcm = tag == PCM || tag == EXTENSIBLE && (format.getShort(SUBFORMAT) & 0xFFFF) == PCM;
        if (!pcm || channels == 0 || rate <= 0 || bits != 16 && bits != 24 || block != channels * bits / Byte.SIZE) {
            return Optional.empty();
        }
        double seconds = (double) (data / block) / rate;
        return TimedResult.of(List.of("wav"), "", seconds, size, List.of(new AudioStream(0, "pcm_s" + bits + "le", channels, rate, true)),
                Map.of(0, new MediaFile.Span(0, seconds)));
    }
}
