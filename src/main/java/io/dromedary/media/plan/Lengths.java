package io.dromedary.media.plan;

import io.dromedary.media.AudioStream;
import io.dromedary.media.ExpectedResult.Length;
import io.dromedary.media.ExpectedResult;
import io.dromedary.media.MediaFile;
import io.dromedary.media.MediaStream;
import io.dromedary.media.option.Clip;
import io.dromedary.media.picture.Geometry;
import io.dromedary.media.picture.PictureEncode;
import io.dromedary.media.picture.VideoEncode;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * How long the pictures and the sound of a result must be. An input says that of its own streams; where it only
 * estimates, or says nothing, only what was asked for is a limit.
 */
final class Lengths {

    /** Formats of sound alone that say how many samples they have. */
    private static final Set<String> COUNTED = Set.of("wav", "w64", "aiff", "caf", "flac");

    /** Seconds: rounding of containers, and what players do not notice. */
    private static final double SLACK = 0.25;

    /** Seconds: at low rates, the last pictures are moved so that the result ends in time. */
    private static final double LONGEST_PICTURE = 0.5;

    /** Codecs add up to this many frames before the sound and fill the last one up; MP3 has the longest frames. */
    private static final double FRAMES = 4;
    private static final double FRAME_SAMPLES = 1152;

    /** Seconds of sound that are encoded while decoders hold the last of a number of pictures back. */
    private static final double HELD_BACK = 0.5;

    private Lengths() {}

    /** Of pictures, which are held until the input ends. */
    static Length ofPicture(PictureEncode encode) {
        OptionalDouble until = encode.shownUntil();
        double longest = encode.fps().isPresent() ? 1 / encode.fps().getAsDouble()
                : Math.min(LONGEST_PICTURE, 2 / encode.stream().frameRate().orElse(25));
        return new Length(until, until.isPresent() ? until : encode.clip().asked(), SLACK + longest);
    }

    /** A picture of this size, which takes no time. */
    static ExpectedResult.Picture still(Geometry geometry) {
        return new ExpectedResult.Picture(geometry.outputWidth(), geometry.outputHeight(), Length.ANY, OptionalDouble.empty());
    }

    /** Of a video, which may also end by its number of pictures. */
    static Length ofVideo(VideoEncode encode) {
        Length length = ofPicture(encode);
        if (encode.options().frames().isEmpty()) {
            return length;
        }
        // Without a constant rate, nobody knows how long these pictures are shown.
        OptionalDouble least = encode.fps().isPresent() && length.least().isPresent() ? encode.duration() : OptionalDouble.empty();
        return new Length(least, encode.limit(), length.tolerance());
    }

    /** Of a sound, whose end the input tells. */
    static Length ofSound(MediaFile file, Clip clip, AudioStream sound) {
        double tolerance = SLACK + FRAMES * FRAME_SAMPLES / sound.sampleRate();
        return new Length(within(clip, end(file, sound)), clip.asked(), tolerance);
    }

    /** Of the sound of a video, whose end may be that of its pictures. */
    static Length beside(VideoEncode encode, AudioStream sound) {
        Length length = ofSound(encode.file(), encode.clip(), sound);
        if (encode.limit().isPresent()) {
            length = length.upTo(encode.limit().getAsDouble());
        }
        return encode.endsByPictures() && !encode.knowsEnd()
                ? new Length(length.least(), length.most(), length.tolerance() + HELD_BACK) : length;
    }

    private static OptionalDouble end(MediaFile file, AudioStream sound) {
        boolean counted = file.formats().stream().anyMatch(COUNTED::contains);
        if (!file.knowsDuration() && !counted) {
            return OptionalDouble.empty();
        }
        boolean alone = file.streams().size() == 1;
        OptionalDouble end = alone ? file.duration() : file.end(sound);
        return end.isPresent() && file.duration().isPresent()
                ? OptionalDouble.of(Math.min(end.getAsDouble(), file.duration().getAsDouble())) : OptionalDouble.empty();
    }

    private static OptionalDouble within(Clip clip, OptionalDouble end) {
        return end.isPresent()
                ? OptionalDouble.of(Math.max(0, Math.min(end.getAsDouble(), clip.end().orElse(Double.MAX_VALUE)) - clip.start()))
                : OptionalDouble.empty();
    }

    /** Of pictures in segments. */
    static Length inPlaylist(PictureEncode encode) {
        return withoutLead(ofPicture(encode), encode.file(), encode.clip(), encode.stream());
    }

    /** Of a sound in segments. */
    static Length inPlaylist(MediaFile file, Clip clip, AudioStream sound) {
        return withoutLead(ofSound(file, clip, sound), file, clip, sound);
    }

    /** Playlists do not count the time before a stream begins. */
    private static Length withoutLead(Length length, MediaFile file, Clip clip, MediaStream stream) {
        MediaFile.Span span = file.spans().get(stream.index());
        if (span == null || length.least().isEmpty()) {
            return new Length(OptionalDouble.empty(), length.most(), length.tolerance());
        }
        double lead = Math.max(0, span.start() - clip.start());
        return new Length(OptionalDouble.of(Math.max(0, length.least().getAsDouble() - lead)), length.most(), length.tolerance());
    }
}
