package io.dromedary.media;

import java.nio.file.Path;
import java.util.Optional;

/**
 * A watermark whose file is here.
 *
 * @param request what the caller asks for
 * @param path the picture's file
 * @param file what ffprobe says of it
 */
record WatermarkImage(Watermark request, Path path, MediaFile file) {

    /**
     * Brings the request and its picture together.
     *
     * @throws MediaException {@code input_unsupported} when its codec is not accepted
     */
    static Optional<WatermarkImage> of(Optional<Watermark> request, PlanInputs inputs) {
        return request.map(mark -> {
            PlanInputs.Picture picture = inputs.watermark()
                    .orElseThrow(() -> new IllegalStateException("The watermark was not fetched"));
            var made = new WatermarkImage(mark, picture.path(), picture.file());
            if (!AllowedFormats.decodes(made.stream().codec())) {
                throw MediaException.of(MediaException.Kind.INPUT_UNSUPPORTED,
                        "The watermark's codec, %s, is not accepted. Send a PNG, JPEG or WebP."
                                .formatted(made.stream().codec()), Attachment.WATERMARK.field());
            }
            return made;
        });
    }

    /** Its picture. What EXIF says of turning it is not followed. */
    VideoStream stream() {
        return file.video().orElseThrow(() -> new IllegalStateException("The watermark was not looked at"));
    }
}
