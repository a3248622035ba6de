package io.dromedary.media.header;

import io.dromedary.media.PictureHeader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/** The header of a WebP: its chunks (RFC 9649, 2). */
final class WebpHeader {

    private static final int FIRST_CHUNK = 12;
    private static final int ANIMATED = 2;
    private static final int ALPHA = 16;
    private static final int MOST_CHUNKS = 100_000;
    private static final String EXIF = "Exif\0\0";

    private WebpHeader() {}

    static PictureHeader read(Bytes bytes) throws IOException {
        ByteBuffer first = bytes.at(FIRST_CHUNK, 18).order(ByteOrder.LITTLE_ENDIAN);
        String name = Bytes.name(first, 0);
        if (!name.equals("VP8X")) {
            return name.equals("VP8L") ? lossless(first) : still(first.getShort(14) & 0x3FFF, lossyHeight(bytes));
        }
        int flags = first.get(8);
        boolean animated = (flags & ANIMATED) != 0;
        int orientation = 1;
        Optional<String> profile = Optional.empty();
        long at = FIRST_CHUNK;
        for (int i = 0; i < MOST_CHUNKS && at + 8 <= bytes.size(); i++) {
            ByteBuffer head = bytes.at(at, 8).order(ByteOrder.LITTLE_ENDIAN);
            long length = head.getInt(4) & 0xFFFF_FFFFL;
            if (Bytes.name(head, 0).equals("ICCP")) {
                profile = new IccProfile(bytes.beginning(at + 8, length)).name("RGB ");
            } else if (Bytes.name(head, 0).equals("EXIF") && length > 8) {
                boolean prefixed = Bytes.text(bytes.at(at + 8, EXIF.length()), 0, EXIF.length()).equals(EXIF);
                orientation = TiffDirectory.orientation(bytes, at + 8 + (prefixed ? EXIF.length() : 0));
            }
            at += 8 + length + length % 2;
        }
        return new PictureHeader(PictureHeader.Format.WEBP, "webp", 1 + (first.getInt(12) & 0xFF_FFFF),
                1 + (first.getInt(14) >>> 8), orientation,
                animated ? (flags & ALPHA) != 0 ? "yuva420p" : "yuv420p" : "unknown", Optional.empty(), profile,
                animated ? Optional.of("is an animated WebP") : Optional.empty(), !animated);
    }

    private static PictureHeader lossless(ByteBuffer chunk) {
        int bits = chunk.getInt(9);
        return still(1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF));
    }

    /** RFC 6386, 9.1. */
    private static int lossyHeight(Bytes bytes) throws IOException {
        return bytes.at(FIRST_CHUNK + 16, 2).order(ByteOrder.LITTLE_ENDIAN).getShort(0) & 0x3FFF;
    }

    private static PictureHeader still(int width, int height) {
        return new PictureHeader(PictureHeader.Format.WEBP, "webp", width, height, 1, "unknown", Optional.empty(),
                Optional.empty(), Optional.empty(), true);
    }
}
