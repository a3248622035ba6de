package io.dromedary.media.picture;

import io.dromedary.media.MediaException;
import io.dromedary.media.VideoStream;
import io.dromedary.media.table.EncodingTable;

/** Checks whether a picture can and may be decoded. */
public final class PictureInput {

    private PictureInput() {}

    /**
     * Checks the stream that is to be decoded.
     *
     * @throws MediaException {@code input_unsupported} when its codec is not accepted, {@code input_corrupt} when its size is
     *     unknown, {@code resource_limit} when it is larger than allowed
     */
    public static void check(VideoStream stream, EncodingTable table) {
        if (stream.codec().equals("webp") && stream.width() == 0) {
            // FFmpeg 5.1 skips the animation of a WebP, and finds nothing else.
            throw MediaException.of(MediaException.Kind.INPUT_UNSUPPORTED,
                    "The input is an animated WebP, which cannot be decoded here. Send it as a GIF or a video.");
        }
        if (!table.accepted().decodes(stream.codec())) {
            throw MediaException.of(
                    MediaException.Kind.INPUT_UNSUPPORTED,
                    "The input's video codec, %s, is not accepted. Convert it to H.264 first."
                            .formatted(stream.codec()));
        }
        if (stream.width() == 0 || stream.height() == 0) {
            throw MediaException.of(MediaException.Kind.INPUT_CORRUPT, "The size of the input's picture (%s) cannot be"
                    .formatted(stream.codec()) + " found in it. Check that the file is whole and plays.");
        }
        if ((long) stream.storedWidth() * stream.storedHeight() > table.maxPixels()) {
            throw MediaException.of(MediaException.Kind.RESOURCE_LIMIT,
                    "The input's picture is %d×%d pixels; this server decodes up to %d in all."
                            .formatted(stream.storedWidth(), stream.storedHeight(), table.maxPixels()));
        }
    }
}
