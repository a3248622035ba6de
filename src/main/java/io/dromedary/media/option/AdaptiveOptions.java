package io.dromedary.media.option;

import com.fasterxml.jackson.databind.JsonNode;
import io.dromedary.media.Attachment;
import io.dromedary.media.KindOptions;
import io.dromedary.media.MediaException;
import io.dromedary.media.format.Quality;
import io.dromedary.media.format.VideoCodec;
import io.dromedary.media.format.VideoFormat;
import io.dromedary.media.table.EncodingTable;
import java.nio.charset.Charset;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * The options of kind {@code adaptive_video}.
 *
 * @param codec H.264 or H.265
 * @param quality the level looked up in {@link EncodingTable}
 * @param framing cut, and the largest size of the ladder
 * @param fps frames per second of the output; empty keeps the input's timing
 * @param clip the part to take
 * @param audio whether the input's sound is kept
 * @param extras what is added to it and made beside it
 */
public record AdaptiveOptions(
        VideoCodec codec,
        Quality quality,
        Framing framing,
        OptionalDouble fps,
        Clip clip,
        boolean audio,
        Extras extras)
        implements KindOptions {

    /**
     * Reads the {@code options} object of a job. Types and ranges are those of the contract's schema; only the rules
     * between fields are checked here.
     *
     * @throws MediaException {@code invalid_input} when the end is not after the start, {@code audio} and {@code
     *     no_audio} contradict each other, a style is given without subtitles, or a sheet of thumbnails would be too
     *     wide
     */
    public static AdaptiveOptions of(JsonNode options) {
        var read = new OptionReader(options);
        return new AdaptiveOptions(
                read.word("codec", VideoCodec.values()).orElse(VideoCodec.H264),
                read.word("quality", Quality.values()).orElse(Quality.MEDIUM),
                read.framing(),
                read.number("fps"),
                read.clip(),
                VideoOptions.audio(read),
                Extras.of(read, SubtitleStyle.SIDECAR));
    }

    @Override
    public boolean drawsText() {
        return extras.drawsText();
    }

    @Override
    public Optional<Charset> subtitleEncoding() {
        return extras.subtitleEncoding();
    }

    @Override
    public Map<Attachment, String> attachments() {
        return extras.attachments();
    }

    /** The same as options of a video, for the steps that make its pictures. */
    public VideoOptions asVideo() {
        return new VideoOptions(VideoFormat.MP4, codec, quality, framing, fps, OptionalInt.empty(), clip,
                OptionalInt.empty(), audio, OptionalDouble.empty(), extras);
    }
}
