package io.dromedary.media.header;

import io.dromedary.media.PictureHeader;
import java.io.EOFException;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.util.Optional;

/** Reads the header of a picture, whose format its first bytes tell. */
public final class HeaderReader {

    private static final int SIGNATURE = 16;

    private HeaderReader() {}

    /**
     * Reads a header.
     *
     * @param file the file, of which parts may be missing
     * @return empty for any other file, and for a header that is damaged or not here yet: then ffprobe alone tells
     */
    public static Optional<PictureHeader> read(SeekableByteChannel file) throws IOException {
        var bytes = new Bytes(file);
        try {
            ByteBuffer head = bytes.at(0, SIGNATURE);
            String text = Bytes.text(head, 0, SIGNATURE);
            if (text.startsWith("\u00ff\u00d8\u00ff")) {
                return Optional.of(JpegHeader.read(bytes));
            }
            if (text.startsWith("\u0089PNG\r\n\u001a\n")) {
                return Optional.of(PngHeader.read(bytes));
            }
            if (text.startsWith("RIFF") && text.startsWith("WEBP", 8)) {
                return Optional.of(WebpHeader.read(bytes));
            }
            if (text.startsWith("II*\0") || text.startsWith("MM\0*")) {
                return Optional.of(TiffHeader.read(bytes));
            }
            if (text.startsWith("GIF8")) {
                return Optional.of(GifHeader.read(bytes));
            }
            if (text.startsWith("BM")) {
                return BmpHeader.read(bytes);
            }
            return text.startsWith("ftyp", 4) ? HeifHeader.read(bytes) : Optional.empty();
        } catch (EOFException | BufferUnderflowException | IndexOutOfBoundsException e) {
            return Optional.empty();
        }
    }
}
