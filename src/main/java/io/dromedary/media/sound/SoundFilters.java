package io.dromedary.media.sound;

import io.dromedary.media.ffmpeg.ArgumentBuilder;
import io.dromedary.media.step.Encode;

/** Writes the filters on the sound that earlier steps collected. */
public final class SoundFilters {

    private SoundFilters() {}

    public static void write(Encode encode, ArgumentBuilder arguments) {
        if (!arguments.soundFilters().isEmpty()) {
            arguments.add("-af", String.join(",", arguments.soundFilters()));
        }
    }
}
