package io.dromedary.media.header;

import java.io.EOFException;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.util.Optional;

/**
 * Whether a picture has its end. FFmpeg and libvips fill one that is cut off with grey or black, and do not fail. What
 * follows the end, such as the gain map or the video of a phone, is not looked at.
 */
public final class PictureEnd {

    private static final int SIGNATURE = 8;
    private static final int START_OF_IMAGE = 0xFFD8;
    private static final int END_OF_IMAGE = 0xD9;
    private static final long CHUNK_FRAME = 12;

    private PictureEnd() {}

    /**
     * What is missing.
     *
     * @param file a complete file
     * @return such as {@code "its marker of the end (EOI)"}; empty for a whole picture, for one in which something else is
     *     damaged, and for other formats
     */
    public static Optional<String> missing(SeekableByteChannel file) throws IOException {
        var bytes = new Bytes(file);
        try {
            String text = Bytes.text(bytes.at(0, SIGNATURE), 0, SIGNATURE);
            if (text.startsWith("\u00ff\u00d8\u00ff")) {
                return hasEndOfImage(bytes) ? Optional.empty() : Optional.of("its marker of the end (EOI)");
            }
            if (text.equals("\u0089PNG\r\n\u001a\n")) {
                return hasEndChunk(bytes) ? Optional.empty() : Optional.of("its last chunk (IEND)");
            }
            return text.startsWith("GIF8") && GifBlocks.read(bytes).isCutOff() ? Optional.of("the rest of a frame") : Optional.empty();
        } catch (EOFException | BufferUnderflowException | IndexOutOfBoundsException e) {
            // Not even the header is whole, of which those who decode it tell.
            return Optional.empty();
        }
    }

    /**
     * Whether it is a JPEG that lacks its marker of the end, and no pixel, as cameras and servers leave them: all programs
     * show these as they are.
     */
    public static boolean isNothingElseMissing(SeekableByteChannel file) throws IOException {
        var bytes = new Bytes(file);
        return bytes.size() > SIGNATURE && (bytes.at(0, 2).getShort(0) & 0xFFFF) == START_OF_IMAGE && JpegRows.areAllThere(bytes);
    }

    /** Pixels have no such bytes (ITU-T T.81, B.1.1.5), and the thumbnails of cameras are before them. */
    private static boolean hasEndOfImage(Bytes bytes) throws IOException {
        boolean escaped = false;
        for (long at = JpegHeader.pixels(bytes); at < bytes.size(); at += Bytes.LONGEST) {
            ByteBuffer piece = bytes.at(at, Math.min(Bytes.LONGEST, bytes.size() - at));
            while (piece.hasRemaining()) {
                int next = piece.get() & 0xFF;
                if (escaped && next == END_OF_IMAGE) {
                    return true;
                }
                escaped = next == 0xFF;
            }
        }
        return false;
    }

    /** What is missing of the end's own checksum is no loss. */
    private static boolean hasEndChunk(Bytes bytes) throws IOException {
        for (long at = SIGNATURE; at + SIGNATURE <= bytes.size(); ) {
            ByteBuffer head = bytes.at(at, SIGNATURE);
            if (Bytes.name(head, 4).equals("IEND")) {
                return true;
            }
            at += CHUNK_FRAME + (head.getInt(0) & 0xFFFF_FFFFL);
        }
        return false;
    }
}
