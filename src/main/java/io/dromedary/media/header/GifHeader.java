package io.dromedary.media.header;

import io.dromedary.media.PictureHeader;
import java.io.IOException;
import java.util.Optional;

/** What a GIF says of its transparency: FFmpeg takes each for one that may have some. */
final class GifHeader {

    private GifHeader() {}

    static PictureHeader read(Bytes bytes) throws IOException {
        GifBlocks blocks = GifBlocks.read(bytes);
        return new PictureHeader(PictureHeader.Format.GIF, "gif", blocks.width(), blocks.height(), 1,
                blocks.isOpaque() ? "bgr0" : "unknown", Optional.empty(), Optional.empty(), Optional.empty(), true);
    }
}
