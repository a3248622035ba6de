package io.dromedary.media.step;

import io.dromedary.media.Attachment;
import io.dromedary.media.MediaException;
import io.dromedary.media.MediaFile;
import io.dromedary.media.PlanInputs;
import io.dromedary.media.VideoStream;
import io.dromedary.media.option.Watermark;
import io.dromedary.media.table.EncodingTable;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A watermark whose file was fetched.
 *
 * @param request what the caller asks for
 * @param path the picture's file
 * @param file what ffprobe reports of it
 */
public record WatermarkImage(Watermark request, Path path, MediaFile file) {

    /**
     * Combines the request with its picture.
     *
     * @throws MediaException {@code input_unsupported} when its codec is not accepted
     */
    public static Optional<WatermarkImage> of(Optional<Watermark> request, PlanInputs inputs, EncodingTable table) {
        return request.map(mark -> {
            PlanInputs.Picture picture = inputs.watermark()
                    .orElseThrow(() -> new IllegalStateException("The watermark was not fetched"));
            var made = new WatermarkImage(mark, picture.path(), picture.file());
            if (!table.accepted().decodes(made.stream().codec())) {
                throw MediaException.of(MediaException.Kind.INPUT_UNSUPPORTED,
                        "The watermark's codec, %s, is not accepted. Send a PNG, JPEG or WebP."
                                .formatted(made.stream().codec()), Attachment.WATERMARK.field());
            }
            return made;
        });
    }

    /** Its picture. An EXIF orientation is ignored. */
    public VideoStream stream() {
        return file.video().orElseThrow(() -> new IllegalStateException("The watermark was not looked at"));
    }
}
