package io.dromedary.media.probe;

import io.dromedary.media.MediaException;
import io.dromedary.media.MediaFile;
import io.dromedary.media.VideoStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * Reads the size and the times of a WebP that moves, which FFmpeg 5.1 cannot: from the headers of its chunks alone (WebP
 * Container Specification; RFC 6386 9.1 and the specification of lossless WebP for one without motion).
 */
public final class AnimatedWebp {

    /** More pictures than any server makes: beyond them it is no result of this one. */
    private static final int MOST_PICTURES = 1_000_000;

    private static final int HEADER = 16;

    private int width;
    private int height;
    private int pictures;
    private double seconds;

    private AnimatedWebp() {}

    /**
     * Reads a file.
     *
     * @return without a duration where it is one picture, which has no time
     * @throws MediaException {@code encode_failed} when it is no WebP, or its chunks are damaged
     */
    public static MediaFile read(InputStream file, long bytes) throws IOException {
        var webp = new AnimatedWebp();
        try {
            webp.chunks(file, bytes);
        } catch (EOFException e) {
            throw damaged();
        }
        if (webp.width == 0 || webp.height == 0) {
            throw damaged();
        }
        return webp.asFile(bytes);
    }

    private void chunks(InputStream file, long bytes) throws IOException {
        byte[] riff = exactly(file, 12);
        if (!name(riff, 0).equals("RIFF") || !name(riff, 8).equals("WEBP")) {
            throw damaged();
        }
        long left = bytes - riff.length;
        while (left >= 8 && pictures <= MOST_PICTURES) {
            byte[] header = exactly(file, 8);
            long size = number(header, 4, 4);
            long padded = size + size % 2;
            byte[] begins = exactly(file, (int) Math.min(HEADER, Math.min(size, left - 8)));
            look(name(header, 0), begins);
            file.skipNBytes(padded - begins.length);
            left -= 8 + padded;
        }
        if (pictures > MOST_PICTURES) {
            throw damaged();
        }
    }

    private void look(String chunk, byte[] begins) {
        if (chunk.equals("VP8X") && begins.length >= 10) {
            size((int) number(begins, 4, 3) + 1, (int) number(begins, 7, 3) + 1);
        } else if (chunk.equals("ANMF") && begins.length >= HEADER) {
            pictures++;
            seconds += number(begins, 12, 3) / 1000.0;
        } else if (chunk.equals("VP8L") && begins.length >= 5) {
            int bits = (int) number(begins, 1, 4);
            size((bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1);
        } else if (chunk.equals("VP8 ") && begins.length >= 10) {
            size((int) number(begins, 6, 2) & 0x3FFF, (int) number(begins, 8, 2) & 0x3FFF);
        }
    }

    /** The first chunk that has a size has that of the whole. */
    private void size(int wide, int high) {
        if (width == 0) {
            width = wide;
            height = high;
        }
    }

    private MediaFile asFile(long bytes) {
        OptionalDouble length = seconds > 0 ? OptionalDouble.of(seconds) : OptionalDouble.empty();
        OptionalDouble rate = seconds > 0 ? OptionalDouble.of(pictures / seconds) : OptionalDouble.empty();
        var stream = VideoStream.plain(0, "webp", width, height, rate);
        return new MediaFile(List.of("webp"), "", length, OptionalLong.of(bytes), OptionalLong.empty(), List.of(stream));
    }

    private static byte[] exactly(InputStream file, int length) throws IOException {
        byte[] bytes = file.readNBytes(length);
        if (bytes.length < length) {
            throw damaged();
        }
        return bytes;
    }

    /** An unsigned number, the lowest byte first. */
    private static long number(byte[] bytes, int at, int length) {
        long number = 0;
        for (int i = length - 1; i >= 0; i--) {
            number = number << 8 | bytes[at + i] & 0xFF;
        }
        return number;
    }

    private static String name(byte[] bytes, int at) {
        return new String(bytes, at, 4, StandardCharsets.ISO_8859_1);
    }

    private static MediaException damaged() {
        return MediaException.of(MediaException.Kind.ENCODE_FAILED, "The encoder left something that is no WebP.");
    }
}
