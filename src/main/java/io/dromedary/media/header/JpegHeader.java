package io.dromedary.media.header;

import io.dromedary.media.PictureHeader;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;

/** The header of a JPEG: its markers up to the first frame's (ITU-T T.81, annex B). */
final class JpegHeader {

    private static final int APP1 = 0xE1;
    private static final int APP2 = 0xE2;
    private static final int SCAN = 0xDA;
    private static final String EXIF = "Exif\0\0";
    private static final String ICC = "ICC_PROFILE\0";
    /** Behind the name: the number of this part, and of all. */
    private static final int ICC_HEAD = ICC.length() + 2;

    private JpegHeader() {}

    static PictureHeader read(Bytes bytes) throws IOException {
        int orientation = 1;
        Optional<ByteBuffer> profile = Optional.empty();
        Optional<ByteBuffer> frame = Optional.empty();
        int marker = 0;
        for (long at = 2; marker != SCAN; ) {
            ByteBuffer head = bytes.at(at, 4);
            marker = head.get(1) & 0xFF;
            if (marker == 0xFF) {
                at++;
                continue;
            }
            int length = head.getShort(2) & 0xFFFF;
            if ((head.get(0) & 0xFF) != 0xFF || length < 2) {
                throw new EOFException("No marker");
            }
            if (isFrame(marker) && frame.isEmpty()) {
                frame = Optional.of(bytes.at(at + 4, 6));
            } else if (marker == APP1 && begins(bytes, at, length, EXIF)) {
                orientation = TiffDirectory.orientation(bytes, at + 4 + EXIF.length());
            } else if (marker == APP2 && profile.isEmpty() && begins(bytes, at, length, ICC)) {
                profile = Optional.of(bytes.at(at + 4 + ICC_HEAD, length - 2 - ICC_HEAD));
            }
            at += 2 + length;
        }
        ByteBuffer size = frame.orElseThrow(() -> new EOFException("No frame"));
        int components = size.get(5);
        String colours = components == 1 ? "GRAY" : components == 4 ? "CMYK" : "RGB ";
        return new PictureHeader(PictureHeader.Format.JPEG, "mjpeg", size.getShort(3) & 0xFFFF, size.getShort(1) & 0xFFFF,
                orientation, components == 4 ? PictureHeader.CMYK : "unknown", Optional.empty(), profile.flatMap(icc -> new IccProfile(icc).name(colours)),
                Optional.empty(), true);
    }

    /**
     * Where the first scan begins.
     *
     * @throws EOFException if there is none, or something else than a marker before it
     */
    static long pixels(Bytes bytes) throws IOException {
        long at = 2;
        for (ByteBuffer head = bytes.at(at, 4); (head.get(1) & 0xFF) != SCAN; head = bytes.at(at, 4)) {
            int length = head.getShort(2) & 0xFFFF;
            if ((head.get(0) & 0xFF) != 0xFF || length < 2) {
                throw new EOFException("No marker");
            }
            at += (head.get(1) & 0xFF) == 0xFF ? 1 : 2 + length;
        }
        return at;
    }

    /** Whether it is a start of frame, and none of the three other markers between them. */
    private static boolean isFrame(int marker) {
        return marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
    }

    private static boolean begins(Bytes bytes, long at, int length, String name) throws IOException {
        return length - 2 > name.length() + 2 && Bytes.text(bytes.at(at + 4, name.length()), 0, name.length()).equals(name);
    }
}
