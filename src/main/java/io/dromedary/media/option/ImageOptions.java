package io.dromedary.media.option;

import com.fasterxml.jackson.databind.JsonNode;
import io.dromedary.media.Attachment;
import io.dromedary.media.KindOptions;
import io.dromedary.media.MediaException;
import io.dromedary.media.format.ImageFormat;
import io.dromedary.media.format.Quality;
import io.dromedary.media.table.EncodingTable;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/**
 * The options of kind {@code image}.
 *
 * @param format the output's format; empty for the input's, where that can be written, else JPEG
 * @param quality the level looked up in {@link EncodingTable}
 * @param framing size and cut
 * @param clip its start is the moment of a video, in seconds; its end counts with an interval alone
 * @param interval seconds from one picture to the next; empty for one picture
 * @param watermark a picture over it
 */
public record ImageOptions(
        Optional<ImageFormat> format, Quality quality, Framing framing, Clip clip, OptionalDouble interval,
        Optional<Watermark> watermark)
        implements KindOptions {

    /**
     * Reads the {@code options} object of a job. Types and ranges are those of the contract's schema; only the rules
     * between fields are checked here.
     *
     * @throws MediaException {@code invalid_input} when an end is given for one picture, or is not after the start
     */
    public static ImageOptions of(JsonNode options) {
        var read = new OptionReader(options);
        if (!read.has("interval")) {
            Stream.of("end", "duration").filter(read::has).findFirst().ifPresent(field -> {
                throw OptionReader.invalid(field, ("'%s' is for several pictures, and this is one. Send 'interval' too, or leave"
                        + " '%s' out.").formatted(field, field));
            });
        }
        return new ImageOptions(read.word("format", ImageFormat.values(), Map.of("jpg", ImageFormat.JPEG)),
                read.word("quality", Quality.values()).orElse(Quality.MEDIUM), read.framing(),
                read.clip(), read.number("interval"), Watermark.of(read));
    }

    /** Which moment of a video, in seconds. */
    public double start() {
        return clip.start();
    }

    /** The same for one picture at this moment. */
    public ImageOptions at(double moment) {
        return new ImageOptions(format, quality, framing, new Clip(moment, OptionalDouble.empty()), OptionalDouble.empty(),
                watermark);
    }

    @Override
    public Map<Attachment, String> attachments() {
        return Watermark.attachments(watermark);
    }

    @Override
    public boolean isSilent() {
        return true;
    }

    @Override
    public Optional<Part> part() {
        return interval.isPresent() ? clip.part() : Optional.of(new Part(start(), start()));
    }
}
