package io.dromedary.media.picture;

import io.dromedary.media.AudioStream;
import io.dromedary.media.MediaFile;
import io.dromedary.media.PlanInputs;
import io.dromedary.media.VideoStream;
import java.nio.file.Path;
import java.util.Optional;

/** What the steps on pictures in red, green and blue need to know: those of stills and animations. */
public interface StillEncode extends PictureEncode {

    PlanInputs inputs();

    @Override
    default boolean isRgb() {
        return true;
    }

    @Override
    default MediaFile file() {
        return inputs().file();
    }

    @Override
    default Path input() {
        return inputs().input();
    }

    /** For what comes out of tone mapping; nothing of its colour is lost before it is red, green and blue. */
    @Override
    default String pixelFormat() {
        return "yuv444p";
    }

    @Override
    default Optional<VideoStream> picture() {
        return Optional.of(stream());
    }

    @Override
    default Optional<AudioStream> sound() {
        return Optional.empty();
    }
}
