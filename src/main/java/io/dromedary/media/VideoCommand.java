package io.dromedary.media;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** Builds the command that turns a file into a video: the steps below, in their order. */
public final class VideoCommand {

    private static final List<Step<? super VideoEncode>> STEPS =
            List.of(
                    Guard::write,
                    Seek::write,
                    InputLimits::write,
                    Input::write,
                    Length::write,
                    Maps::write,
                    Deinterlace::write,
                    FrameRate::write,
                    CropAndScale::write,
                    ToneMap::write,
                    Pad::write,
                    Colours::write,
                    PictureFilters::write,
                    VideoCoding::write,
                    Normalization::write,
                    SoundFilters::write,
                    AudioCoding::write,
                    Container::write,
                    Progress::write,
                    Output::write);

    private VideoCommand() {}

    /**
     * The command for these options on this file.
     *
     * @param output the file to write; an existing one is replaced
     * @throws MediaException {@code no_video_stream} when there is no moving picture, {@code
     *     input_unsupported} when its codec is not accepted or its size unknown, {@code
     *     resource_limit} when its picture is larger than the table allows, {@code option_conflict}
     *     when the options do not go with this file
     */
    public static Command build(
            VideoOptions options, Material material, EncodingTable table, Path output) {
        MediaFile file = material.file();
        VideoStream stream = picture(file, table.maxPixels());
        options.clip().checkAgainst(file.duration());
        var geometry =
                Geometry.of(stream, options.framing(), table.video().get(options.codec()).minSize());
        Optional<AudioStream> sound = options.audio() ? file.usableAudio() : Optional.empty();
        var encode =
                new VideoEncode(options, material, table, output, stream, sound, geometry);
        var draft = new Draft();
        STEPS.forEach(step -> step.write(encode, draft));
        return Command.encode(draft.arguments(), duration(options, file, stream));
    }

    static VideoStream picture(MediaFile file, long maxPixels) {
        VideoStream stream = file.video().filter(video -> !file.isStill())
                .orElseThrow(() -> MediaException.of(MediaException.Kind.NO_VIDEO_STREAM,
                        "The input has no moving picture. Use kind 'audio' for sound, 'image' for a still."));
        PictureInput.check(stream, maxPixels);
        return stream;
    }

    /** Seconds of the output: what the clip leaves, or fewer where a number of pictures ends it. */
    private static OptionalDouble duration(
            VideoOptions options, MediaFile file, VideoStream stream) {
        OptionalDouble clipped = options.clip().expected(file.duration());
        OptionalDouble rate = options.fps().isPresent() ? options.fps() : stream.frameRate();
        if (options.frames().isEmpty() || rate.isEmpty()) {
            return clipped;
        }
        double byFrames = options.frames().getAsInt() / rate.getAsDouble();
        return OptionalDouble.of(Math.min(byFrames, clipped.orElse(byFrames)));
    }
}
