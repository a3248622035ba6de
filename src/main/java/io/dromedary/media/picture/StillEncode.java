package io.dromedary.media.picture;

import io.dromedary.media.AudioStream;
import java.util.Optional;

/** What the steps on pictures in red, green and blue need to know: those of stills and animations. */
public interface StillEncode extends PictureEncode {

    @Override
    default boolean isRgb() {
        return true;
    }

    /** The format after tone mapping: it loses no colour before the conversion to red, green and blue. */
    @Override
    default String pixelFormat() {
        return "yuv444p";
    }

    @Override
    default Optional<AudioStream> sound() {
        return Optional.empty();
    }
}
