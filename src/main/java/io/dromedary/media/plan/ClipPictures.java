package io.dromedary.media.plan;

import io.dromedary.media.MediaFile;
import io.dromedary.media.PlanInputs;
import io.dromedary.media.VideoStream;
import io.dromedary.media.ffmpeg.ArgumentBuilder;
import io.dromedary.media.option.Clip;
import io.dromedary.media.option.Fit;
import io.dromedary.media.option.Framing;
import io.dromedary.media.option.Position;
import io.dromedary.media.option.Size;
import io.dromedary.media.option.VideoOptions;
import io.dromedary.media.picture.Geometry;
import io.dromedary.media.picture.PictureSteps;
import io.dromedary.media.picture.VideoEncode;
import io.dromedary.media.sound.SoundInput;
import io.dromedary.media.table.EncodingTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * How the pictures of clips are made equal to those of the first: its size, with bars where the shape differs, its rate, or
 * that which was asked for, and BT.709.
 *
 * @param first the pictures that the others are made equal to
 * @param whole their size
 */
record ClipPictures(VideoOptions options, EncodingTable table, VideoStream first, Geometry whole, ClipRate rate) {

    /** For a first clip that does not declare its rate. */
    private static final double USUAL_RATE = 25;

    private static final VideoStream.Colour BT709 = new VideoStream.Colour("tv", "bt709", "bt709", "bt709");

    /** Derives them from the first clip. */
    static ClipPictures of(VideoOptions options, MediaFile file, EncodingTable table) {
        VideoStream stream = VideoEncode.picture(file, table);
        var asItIs = new Framing(Optional.empty(), Optional.empty(), Optional.empty(), Position.CENTER,
                options.framing().background());
        double rate = options.fps().orElse(stream.frameRate().orElse(USUAL_RATE));
        return new ClipPictures(options, table, stream, Geometry.of(stream, asItIs, smallest(options, table)), ClipRate.of(rate));
    }

    private static int smallest(VideoOptions options, EncodingTable table) {
        return table.video().get(options.codec()).minSize();
    }

    /** What is known of a clip's part. */
    VideoEncode encode(PlanInputs clip, Clip part) {
        VideoStream stream = VideoEncode.picture(clip.file(), table);
        var framing = new Framing(Optional.of(new Size.Pixels(whole.outputWidth())),
                Optional.of(new Size.Pixels(whole.outputHeight())), Optional.of(Fit.CONTAIN), Position.CENTER,
                options.framing().background());
        VideoOptions equal = options.ofClip(framing, rate.value(), part);
        return new VideoEncode(equal, clip, table, clip.made(""), stream,
                options.audio() ? SoundInput.besidePicture(clip.file(), table.accepted(), options.audioLanguage()) : Optional.empty(),
                Geometry.of(stream, framing, smallest(options, table)), Optional.empty(), List.of());
    }

    /** The number of pictures that take this long, at least one. */
    OptionalLong count(OptionalDouble seconds) {
        return seconds.isEmpty() ? OptionalLong.empty()
                : OptionalLong.of(Math.max(1, Math.round(seconds.getAsDouble() * rate.value())));
    }

    /** The filters of a clip's pictures: the first stands from the beginning on, and the last until the end. */
    String chain(VideoEncode clip, OptionalLong count) {
        var filters = new ArgumentBuilder();
        PictureSteps.write(clip, filters);
        count.ifPresent(pictures -> filters.filter("tpad=stop=-1:stop_mode=clone"));
        filters.filter("fps=%s:start_time=0".formatted(rate.text()));
        count.ifPresent(pictures -> filters.filter("trim=end_frame=" + pictures));
        var all = new ArrayList<>(filters.filters());
        colours(clip).ifPresent(all::add);
        all.addAll(List.of("format=" + clip.pixelFormat(), "setsar=1",
                "setparams=range=tv:color_primaries=bt709:color_trc=bt709:colorspace=bt709"));
        return String.join(",", all);
    }

    /** Converts luma and chroma that are not of BT.709 yet; what declares nothing is taken for it, as players do. */
    private static Optional<String> colours(VideoEncode clip) {
        VideoStream.Colour own = clip.stream().colour();
        if (own.isHdr() || clip.stream().isRgb() || clip.isFlattened()) {
            return Optional.empty();
        }
        String matrix = switch (own.matrix()) {
            case "smpte170m", "bt470bg" -> "bt601";
            case "bt2020nc", "bt2020c" -> "bt2020";
            case "smpte240m", "fcc" -> own.matrix();
            default -> "bt709";
        };
        boolean padded = clip.geometry().canvas().isPresent() && !clip.background().isGrey();
        return padded || matrix.equals("bt709") && !own.range().equals("pc") ? Optional.empty()
                : Optional.of("scale=in_color_matrix=%s:out_color_matrix=bt709:out_range=tv".formatted(matrix));
    }

    /** The joined pictures. */
    VideoStream together() {
        int width = whole.outputWidth();
        int height = whole.outputHeight();
        return new VideoStream(0, first.codec(), width, height, width, height, table.video().get(options.codec()).pixelFormat(),
                OptionalDouble.of(rate.value()), 0, false, false, true, BT709);
    }
}
