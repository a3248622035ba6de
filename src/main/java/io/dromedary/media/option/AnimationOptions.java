package io.dromedary.media.option;

import com.fasterxml.jackson.databind.JsonNode;
import io.dromedary.media.Attachment;
import io.dromedary.media.KindOptions;
import io.dromedary.media.MediaException;
import io.dromedary.media.format.AnimationFormat;
import io.dromedary.media.format.Quality;
import io.dromedary.media.table.EncodingTable;
import java.util.Map;
import java.util.Optional;

/**
 * The options of kind {@code animation}.
 *
 * @param format the output's format
 * @param quality the level looked up in {@link EncodingTable}
 * @param framing size and cut
 * @param fps frames per second
 * @param clip the part to take
 * @param watermark a picture over it
 */
public record AnimationOptions(
        AnimationFormat format,
        Quality quality,
        Framing framing,
        double fps,
        Clip clip,
        Optional<Watermark> watermark)
        implements KindOptions {

    /** The contract's default of {@code fps}. */
    private static final double USUAL_FPS = 10;

    /** GIF counts in hundredths of a second, and browsers slow down pictures of less than two. */
    private static final double FASTEST_GIF = 50;

    /**
     * Reads the {@code options} object of a job. Types and ranges are those of the contract's schema; only the rules
     * between fields are checked here.
     *
     * @throws MediaException {@code invalid_input} when the end is not after the start, or a GIF would be too fast
     */
    public static AnimationOptions of(JsonNode options) {
        var read = new OptionReader(options);
        AnimationFormat format = read.word("format", AnimationFormat.values()).orElse(AnimationFormat.GIF);
        double fps = read.number("fps").orElse(USUAL_FPS);
        if (format == AnimationFormat.GIF && fps > FASTEST_GIF) {
            throw OptionReader.invalid("fps", "A GIF shows at most 50 frames a second. Ask for fewer, or for format webp.");
        }
        return new AnimationOptions(format, read.word("quality", Quality.values()).orElse(Quality.MEDIUM),
                read.framing(), fps, read.clip(), Watermark.of(read));
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
        return clip.part();
    }
}
