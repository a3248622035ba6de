package io.dromedary.media;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
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
 * @param watermark a picture over all sizes
 */
public record AdaptiveOptions(
        VideoCodec codec,
        Quality quality,
        Framing framing,
        OptionalDouble fps,
        Clip clip,
        boolean audio,
        Optional<Watermark> watermark)
        implements KindOptions {

    private static final List<String> VIDEO_ONLY = List.of("subtitle_url", "subtitle_style", "thumbnails");

    /**
     * Reads the {@code options} object of a job. Types and ranges are those of the contract's schema;
     * here stand only the rules between fields.
     *
     * @throws MediaException {@code invalid_input} when the end is not after the start, {@code audio} and {@code
     *     no_audio} contradict each other, or something is asked for that is made for videos only
     */
    public static AdaptiveOptions of(JsonNode options) {
        var read = new Options(options);
        for (String field : VIDEO_ONLY) {
            if (read.has(field)) {
                throw Options.invalid(field,
                        "'%s' is not made for adaptive results: make a video with it first, and of that the adaptive one."
                                .formatted(field));
            }
        }
        return new AdaptiveOptions(
                read.word("codec", VideoCodec.values()).orElse(VideoCodec.H264),
                read.word("quality", Quality.values()).orElse(Quality.MEDIUM),
                read.framing(),
                read.number("fps"),
                read.clip(),
                VideoOptions.audio(read),
                Watermark.of(read));
    }

    @Override
    public String extension(MediaFile file) {
        return "m3u8";
    }

    @Override
    public Map<Attachment, String> attachments() {
        return extras().attachments();
    }

    @Override
    public Plan plan(Material material, EncodingTable table) {
        return AdaptivePlan.make(this, material, table);
    }

    /** The same wishes as those of a video, for the steps that make its pictures. */
    VideoOptions asVideo() {
        return new VideoOptions(VideoFormat.MP4, codec, quality, framing, fps, OptionalInt.empty(), clip,
                OptionalInt.empty(), audio, OptionalDouble.empty(), extras());
    }

    private Extras extras() {
        return new Extras(watermark, Optional.empty(), Optional.empty());
    }
}
