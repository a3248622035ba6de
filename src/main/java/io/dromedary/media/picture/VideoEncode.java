package io.dromedary.media.picture;

import io.dromedary.media.AudioStream;
import io.dromedary.media.MediaException;
import io.dromedary.media.MediaFile;
import io.dromedary.media.PlanInputs;
import io.dromedary.media.VideoStream;
import io.dromedary.media.format.AudioCodec;
import io.dromedary.media.format.Quality;
import io.dromedary.media.option.Clip;
import io.dromedary.media.option.Framing;
import io.dromedary.media.option.Rgb;
import io.dromedary.media.option.SubtitleStyle;
import io.dromedary.media.option.VideoOptions;
import io.dromedary.media.sound.SoundCoding;
import io.dromedary.media.sound.SoundEncode;
import io.dromedary.media.sound.SoundInput;
import io.dromedary.media.step.WatermarkImage;
import io.dromedary.media.subtitle.SubtitleTrack;
import io.dromedary.media.table.EncodingTable;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * What the steps of a video need to know.
 *
 * @param options what the caller asked for
 * @param inputs the files that were fetched
 * @param stream the stream whose pictures are encoded
 * @param sound the stream whose sound is encoded
 * @param geometry cut, size and padding, worked out
 * @param mark the watermark
 * @param subtitles the subtitles, counted from the output's beginning
 */
public record VideoEncode(
        VideoOptions options,
        PlanInputs inputs,
        EncodingTable table,
        Path output,
        VideoStream stream,
        Optional<AudioStream> sound,
        Geometry geometry,
        Optional<WatermarkImage> mark,
        List<SubtitleTrack> subtitles)
        implements SoundEncode, PictureEncode {

    /** For an input that does not declare its rate; only the distance of keyframes depends on it. */
    private static final double USUAL_RATE = 30;

    /**
     * Derives what the steps need to know.
     *
     * @throws MediaException {@code no_video_stream} when there is no moving picture, {@code input_unsupported} when
     *     its codec is not accepted or its size unknown, {@code resource_limit} when its picture is larger than the
     *     table allows, {@code option_conflict} when the options do not go with this file
     */
    public static VideoEncode of(VideoOptions options, PlanInputs inputs, EncodingTable table, Path output) {
        MediaFile file = inputs.file();
        VideoStream stream = picture(file, table);
        options.clip().checkAgainst(file);
        var geometry =
                Geometry.of(stream, options.framing(), table.video().get(options.codec()).minSize());
        Optional<AudioStream> sound = options.audio() ? SoundInput.besidePicture(file, table.accepted(), options.audioLanguage())
                : Optional.empty();
        return new VideoEncode(options, inputs, table, output, stream, sound, geometry,
                WatermarkImage.of(options.extras().watermark(), inputs, table),
                SubtitleTrack.of(options.extras().subtitles(), inputs, options.clip().start(),
                        duration(options, file, stream)));
    }

    /** Seconds of the output: what the clip leaves, or fewer where a number of pictures ends it. */
    public OptionalDouble duration() {
        return duration(options, file(), stream);
    }

    /**
     * Where a number of pictures ends it, that is known beforehand if they come at a constant rate. A standard rate is
     * taken to be constant; the average of a rate that varies is seldom one.
     */
    @Override
    public OptionalDouble limit() {
        if (options.frames().isEmpty() || !knowsEnd()) {
            return clip().asked();
        }
        double seconds = options.frames().getAsInt() / rate();
        return OptionalDouble.of(Math.min(seconds, clip().asked().orElse(seconds)));
    }

    /** Whether it is known beforehand when a number of pictures ends. */
    public boolean knowsEnd() {
        return fps().isPresent() || stream.standardRate().isPresent();
    }

    /** Whether the sound ends with the pictures, by whose number the output ends. */
    public boolean endsByPictures() {
        // FFmpeg would end it with the last subtitle.
        return options.frames().isPresent() && embedded().isEmpty();
    }

    /** Pictures per second of the output; a guess for an input that does not declare its rate. */
    public double rate() {
        return fps().orElse(stream.frameRate().orElse(USUAL_RATE));
    }

    private static OptionalDouble duration(VideoOptions options, MediaFile file, VideoStream stream) {
        OptionalDouble clipped = options.clip().expected(file.duration());
        OptionalDouble rate = options.fps().isPresent() ? options.fps() : stream.frameRate();
        if (options.frames().isEmpty() || rate.isEmpty()) {
            return clipped;
        }
        double byFrames = options.frames().getAsInt() / rate.getAsDouble();
        return OptionalDouble.of(Math.min(byFrames, clipped.orElse(byFrames)));
    }

    public static VideoStream picture(MediaFile file, EncodingTable table) {
        VideoStream stream = file.video().filter(video -> !file.isStill())
                .orElseThrow(() -> MediaException.of(MediaException.Kind.NO_VIDEO_STREAM,
                        "The input has no moving picture. Use kind 'audio' for sound, 'image' for a still."));
        PictureInput.check(stream, table);
        return stream;
    }

    /** The configuration of the codec. */
    EncodingTable.Video coding() {
        return table.video().get(options.codec());
    }

    @Override
    public boolean isRgb() {
        return false;
    }

    @Override
    public Framing framing() {
        return options.framing();
    }

    @Override
    public Rgb background() {
        return options.framing().background();
    }

    @Override
    public OptionalDouble fps() {
        return options.fps();
    }

    @Override
    public Optional<Path> burnedIn() {
        return tracks(SubtitleStyle.BURN_IN).stream().map(SubtitleTrack::path).findFirst();
    }

    @Override
    public String pixelFormat() {
        return coding().pixelFormat();
    }

    /** {@code quality} is about the picture; the sound is always of medium quality. */
    @Override
    public SoundCoding soundCoding() {
        AudioCodec codec = options.format().audioCodec();
        return new SoundCoding(codec, table.audio().get(codec), Quality.MEDIUM, OptionalInt.empty());
    }

    @Override
    public OptionalDouble targetLufs() {
        return options.targetLufs();
    }

    @Override
    public List<Path> subtitleTracks() {
        return embedded().stream().map(SubtitleTrack::path).toList();
    }

    /** The subtitles that become tracks. */
    public List<SubtitleTrack> embedded() {
        return tracks(SubtitleStyle.EMBED);
    }

    private List<SubtitleTrack> tracks(SubtitleStyle style) {
        return subtitles.stream().filter(track -> track.style() == style).toList();
    }

    @Override
    public Clip clip() {
        return options.clip();
    }
}
