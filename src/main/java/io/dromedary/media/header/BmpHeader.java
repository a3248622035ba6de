package io.dromedary.media.header;

import io.dromedary.media.PictureHeader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/** The header of a BMP with 16 bits a pixel, some of which are alpha (Microsoft's BITMAPV4HEADER): FFmpeg ignores them. */
final class BmpHeader {

    private static final int FILE_HEADER = 14;
    private static final int SIZE = 40;
    private static final int WITH_ALPHA_MASK = 56;
    private static final int BIT_FIELDS = 3;
    private static final int ALPHA_BIT_FIELDS = 6;

    private BmpHeader() {}

    /** Empty for any other BMP, since FFmpeg tells all of it. */
    static Optional<PictureHeader> read(Bytes bytes) throws IOException {
        ByteBuffer head = bytes.at(FILE_HEADER, WITH_ALPHA_MASK).order(ByteOrder.LITTLE_ENDIAN);
        int masks = head.getInt(16);
        boolean alpha = masks == BIT_FIELDS && head.getInt(0) >= WITH_ALPHA_MASK
                || masks == ALPHA_BIT_FIELDS && head.getInt(0) >= SIZE;
        if (head.getShort(14) != 16 || !alpha || head.getInt(52) == 0) {
            return Optional.empty();
        }
        // Lines from top to bottom have a negative height.
        return Optional.of(new PictureHeader(PictureHeader.Format.BMP, "bmp", head.getInt(4), Math.abs(head.getInt(8)), 1,
                "unknown", Optional.empty(), Optional.empty(), Optional.empty(), true));
    }
}
