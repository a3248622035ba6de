package io.dromedary.media;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The options of kind {@code image}.
 *
 * @param format the output's format; empty for the input's, where it is one that we write, else JPEG
 * @param quality the level looked up in {@link EncodingTable}
 * @param framing size and cut
 * @param start which moment of a video, in seconds
 * @param watermark a picture over it
 */
public record ImageOptions(
        Optional<ImageFormat> format, Quality quality, Framing framing, double start, Optional<Watermark> watermark)
        implements KindOptions {

    /** Reads the {@code options} object of a job. Types and ranges are those of the contract's schema. */
    public static ImageOptions of(JsonNode options) {
        var read = new Options(options);
        return new ImageOptions(read.word("format", ImageFormat.values()),
                read.word("quality", Quality.values()).orElse(Quality.MEDIUM), read.framing(),
                read.number("start").orElse(0), Watermark.of(read));
    }

    @Override
    public String extension(MediaFile file) {
        return format(file).wireName();
    }

    @Override
    public Map<Attachment, String> attachments() {
        return Watermark.attachments(watermark);
    }

    @Override
    public Plan plan(Material material, EncodingTable table) {
        MediaFile file = material.file();
        VideoStream stream = file.picture().orElseThrow(() -> MediaException.of(MediaException.Kind.NO_VIDEO_STREAM,
                "The input has no picture. Send a picture or a video, or use kind 'audio' for its sound."));
        PictureInput.check(stream, table.maxPixels());
        checkStart(file, stream);
        String ending = "." + extension(file);
        return Plan.of(ImageCommand.build(this, format(file), material, table, stream, material.made(ending)),
                material.result(ending));
    }

    private ImageFormat format(MediaFile file) {
        return format.orElseGet(() -> ImageFormat.of(file));
    }

    private void checkStart(MediaFile file, VideoStream stream) {
        if (start > 0 && (file.isStill() || stream.attachedPicture())) {
            throw MediaException.of(MediaException.Kind.OPTION_CONFLICT,
                    "'start' is a moment of a video, and the input is one picture. Leave 'start' out.", "options.start");
        }
        new Clip(start, OptionalDouble.empty()).checkAgainst(file.duration());
    }
}
