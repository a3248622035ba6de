package io.dromedary.media.picture;

import io.dromedary.media.VideoStream;
import io.dromedary.media.option.Framing;
import io.dromedary.media.option.Rgb;
import io.dromedary.media.step.Encode;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalDouble;

/** What the steps on pictures need to know, whatever the kind. */
public interface PictureEncode extends Encode {

    /** The stream whose pictures are encoded. */
    VideoStream stream();

    @Override
    default Optional<VideoStream> picture() {
        return Optional.of(stream());
    }

    /** Cut, size and padding, worked out. */
    Geometry geometry();

    /** The size that was asked for. */
    Framing framing();

    /** FFmpeg's name of the pixel format to work in after tone mapping. */
    String pixelFormat();

    /** Whether the pictures become red, green and blue, as those of stills and animations; else they are luma and chroma. */
    boolean isRgb();

    /** Whether its transparent parts are laid over the background first, which leaves red, green and blue. */
    default boolean isFlattened() {
        return !isRgb() && stream().mayBeTransparent() && !stream().colour().isHdr();
    }

    /** What padding is filled with, and what shows through where the output cannot be transparent. */
    Rgb background();

    /** Whether transparent parts stay transparent. */
    default boolean keepsTransparency() {
        return false;
    }

    /** Frames per second of the output; empty keeps the input's timing. */
    default OptionalDouble fps() {
        return OptionalDouble.empty();
    }

    /** Seconds after the start of the clip until which the last picture is shown; empty where it is not known for sure. */
    default OptionalDouble shownUntil() {
        return file().knowsDuration() && stream().frameRate().isPresent()
                ? clip().expected(file().duration()) : OptionalDouble.empty();
    }

    /** The file of the subtitles that are drawn into the pictures. */
    default Optional<Path> burnedIn() {
        return Optional.empty();
    }
}
