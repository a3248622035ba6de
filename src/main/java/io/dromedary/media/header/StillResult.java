package io.dromedary.media.header;

import io.dromedary.media.MediaFile;
import io.dromedary.media.PictureHeader;
import io.dromedary.media.VideoStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** Describes a still by its header, if its pixels are square and all of it is there. */
final class StillResult {

    private static final int JFIF = 0xFFE0;
    private static final int PNG_CHUNKS = 8;
    private static final int MOST_CHUNKS = 1000;

    private StillResult() {}

    static Optional<MediaFile> read(SeekableByteChannel file, Bytes bytes) throws IOException {
        Optional<PictureHeader> header = HeaderReader.read(file)
                .filter(found -> found.orientation() == 1 && !found.isAnimated() && found.width() > 0 && found.height() > 0);
        boolean whole = PictureEnd.missing(file).isEmpty() && DeclaredEnd.of(file).orElse(0L) <= bytes.size();
        if (header.isEmpty() || !whole) {
            return Optional.empty();
        }
        return switch (header.get().format()) {
            case JPEG -> hasSquarePixels(bytes.at(0, 18)) ? still(header.get(), "jpeg_pipe", bytes) : Optional.empty();
            case PNG -> hasSquarePixels(bytes) ? still(header.get(), "png_pipe", bytes) : Optional.empty();
            case WEBP -> still(header.get(), "webp_pipe", bytes);
            case AVIF -> still(header.get(), "", bytes);
            default -> Optional.empty();
        };
    }

    private static Optional<MediaFile> still(PictureHeader header, String format, Bytes bytes) throws IOException {
        return Optional.of(new MediaFile(format.isEmpty() ? MediaFile.MP4_FAMILY : List.of(format), format.isEmpty() ? "avif" : "",
                OptionalDouble.empty(), OptionalLong.of(bytes.size()), OptionalLong.empty(), List.of(
                        VideoStream.plain(0, header.codec(), header.width(), header.height(), OptionalDouble.empty()))));
    }

    /** JFIF (ISO/IEC 10918-5) has two densities, of which FFmpeg takes the ratio for the shape of a pixel. */
    private static boolean hasSquarePixels(ByteBuffer jpeg) {
        return (jpeg.getShort(2) & 0xFFFF) != JFIF || jpeg.getShort(14) == jpeg.getShort(16);
    }

    /** A PNG has them in its chunk {@code pHYs}, before the pixels. */
    private static boolean hasSquarePixels(Bytes png) throws IOException {
        long at = PNG_CHUNKS;
        for (int i = 0; i < MOST_CHUNKS; i++) {
            ByteBuffer head = png.at(at, 8);
            switch (Bytes.name(head, 4)) {
                case "pHYs" -> {
                    ByteBuffer densities = png.at(at + 8, 8);
                    return densities.getInt(0) == densities.getInt(4);
                }
                case "acTL" -> {
                    return false;
                }
                case "IDAT" -> {
                    return true;
                }
                default -> at += 12 + (head.getInt(0) & 0xFFFF_FFFFL);
            }
        }
        return false;
    }
}
