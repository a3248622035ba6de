package io.dromedary.media.header;

import io.dromedary.media.PictureHeader;
import java.io.EOFException;
import java.io.IOException;
import java.util.Optional;

/** The header of a TIFF: the tags of its first picture (TIFF 6.0; compressions 6 and 7 by Adobe's Technical Note 2). */
final class TiffHeader {

    private static final int OLD_JPEG = 6;
    private static final int JPEG = 7;
    private static final int CMYK = 5;
    private static final int YCBCR = 6;

    private TiffHeader() {}

    static PictureHeader read(Bytes bytes) throws IOException {
        TiffDirectory tags = TiffDirectory.read(bytes, 0);
        int compression = tags.number(TiffDirectory.COMPRESSION);
        int photometric = tags.number(TiffDirectory.PHOTOMETRIC);
        String colours = photometric <= 1 ? "GRAY" : photometric == CMYK ? "CMYK" : "RGB ";
        boolean jpeg = compression == JPEG || compression == OLD_JPEG;
        if (!tags.has(TiffDirectory.PHOTOMETRIC)) {
            throw new EOFException("libvips does not read it");
        }
        // libvips reads neither subsampled colours nor samples of 12 bits, and FFmpeg does.
        if (photometric == YCBCR && !jpeg && tags.number(TiffDirectory.SUBSAMPLING) != 1 || tags.bits() > 8 && tags.bits() % 8 != 0) {
            return new PictureHeader(PictureHeader.Format.TIFF_BY_FFMPEG, "tiff", tags.number(TiffDirectory.WIDTH),
                    tags.number(TiffDirectory.HEIGHT), tags.orientation(), "unknown", Optional.empty(), Optional.empty(),
                    Optional.empty(), true);
        }
        return new PictureHeader(PictureHeader.Format.TIFF, "tiff", tags.number(TiffDirectory.WIDTH),
                tags.number(TiffDirectory.HEIGHT), tags.orientation(),
                photometric == CMYK ? PictureHeader.CMYK : "unknown", Optional.empty(),
                tags.bytes(TiffDirectory.ICC).flatMap(icc -> new IccProfile(icc).name(colours)),
                jpeg ? Optional.of("is a TIFF with JPEG inside") : Optional.empty(), true);
    }
}
