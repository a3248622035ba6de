package io.dromedary.media;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

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

    /** A GIF counts in hundredths of a second, and browsers slow down what is shown for less than two. */
    private static final double FASTEST_GIF = 50;

    /**
     * Reads the {@code options} object of a job. Types and ranges are those of the contract's schema; here stand only
     * the rules between fields.
     *
     * @throws MediaException {@code invalid_input} when the end is not after the start, or a GIF is to be too fast
     */
    public static AnimationOptions of(JsonNode options) {
        var read = new Options(options);
        AnimationFormat format = read.word("format", AnimationFormat.values()).orElse(AnimationFormat.GIF);
        double fps = read.number("fps").orElse(USUAL_FPS);
        if (format == AnimationFormat.GIF && fps > FASTEST_GIF) {
            throw Options.invalid("fps", "A GIF shows at most 50 frames a second. Ask for fewer, or for format webp.");
        }
        return new AnimationOptions(format, read.word("quality", Quality.values()).orElse(Quality.MEDIUM),
                read.framing(), fps, read.clip(), Watermark.of(read));
    }

    @Override
    public String extension(MediaFile file) {
        return format.wireName();
    }

    @Override
    public Map<Attachment, String> attachments() {
        return Watermark.attachments(watermark);
    }

    @Override
    public Plan plan(Material material, EncodingTable table) {
        MediaFile file = material.file();
        VideoStream stream = file.video().orElseThrow(AnimationOptions::nothingMoves);
        PictureInput.check(stream, table.maxPixels());
        if (file.isStill()) {
            throw nothingMoves();
        }
        clip.checkAgainst(file.duration(), stream.frameRate());
        if (clip.end().isEmpty() && !file.isAnimation()) {
            throw MediaException.of(MediaException.Kind.OPTION_CONFLICT,
                    "An animation of a video needs an end. Send 'end' in seconds, such as 3 more than 'start'.",
                    "options.end");
        }
        Geometry geometry = Geometry.of(stream, framing, 1, 1);
        OptionalDouble seconds = clip.expected(file.duration());
        checkSize(seconds, geometry, table.animation());
        String ending = "." + format.wireName();
        return new Plan(Map.of(),
                List.of(AnimationCommand.build(this, material, table, stream, geometry, material.made(ending))),
                material.result(ending), Map.of(), Optional.empty(), told(geometry, seconds));
    }

    private static MediaException nothingMoves() {
        return MediaException.of(MediaException.Kind.NO_VIDEO_STREAM,
                "The input has no moving picture. Send a video or a GIF, or use kind 'image' for a still.");
    }

    /** FFmpeg 5.1 writes animated WebP but cannot read it. */
    private Optional<ToldResult> told(Geometry geometry, OptionalDouble seconds) {
        return format == AnimationFormat.GIF ? Optional.empty() : Optional.of(new ToldResult("animation", "webp",
                Optional.of(new ToldResult.Picture(geometry.outputWidth(), geometry.outputHeight(), "webp")), seconds,
                OptionalDouble.of(fps)));
    }

    private void checkSize(OptionalDouble seconds, Geometry geometry, EncodingTable.Animation table) {
        double frames = Math.ceil(seconds.orElse(0) * fps);
        if (frames > table.maxFrames()) {
            throw MediaException.of(MediaException.Kind.RESOURCE_LIMIT,
                    "The animation would have %.0f frames; this server makes up to %d. Ask for an earlier end or fewer fps."
                            .formatted(frames, table.maxFrames()), "options.end");
        }
        if (frames * geometry.outputWidth() * geometry.outputHeight() > table.maxPixels()) {
            throw MediaException.of(MediaException.Kind.RESOURCE_LIMIT,
                    "The animation would have %.0f frames of %d×%d; this server makes up to %d pixels in all. Ask for a smaller width."
                            .formatted(frames, geometry.outputWidth(), geometry.outputHeight(), table.maxPixels()),
                    "options.width");
        }
    }
}
