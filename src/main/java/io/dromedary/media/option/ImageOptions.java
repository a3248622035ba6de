package io.dromedary.media.option;

import com.fasterxml.jackson.databind.JsonNode;
import io.dromedary.media.Attachment;
import io.dromedary.media.KindOptions;
import io.dromedary.media.format.ImageFormat;
import io.dromedary.media.format.Quality;
import io.dromedary.media.table.EncodingTable;
import java.util.Map;
import java.util.Optional;

/**
 * The options of kind {@code image}.
 *
 * @param format the output's format; empty for the input's, where that can be written, else JPEG
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
        var read = new OptionReader(options);
        return new ImageOptions(read.word("format", ImageFormat.values(), Map.of("jpg", ImageFormat.JPEG)),
                read.word("quality", Quality.values()).orElse(Quality.MEDIUM), read.framing(),
                read.number("start").orElse(0), Watermark.of(read));
    }

    @Override
    public Map<Attachment, String> attachments() {
        return Watermark.attachments(watermark);
    }
}
