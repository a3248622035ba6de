package io.dromedary.media.sound;

import io.dromedary.media.ffmpeg.ArgumentBuilder;
import io.dromedary.media.step.Encode;
import io.dromedary.media.step.JointFilters;

/** Writes the filters on the sound that earlier steps collected; where clips are joined, those on the picture with them. */
public final class SoundFilters {

    private SoundFilters() {}

    public static void write(Encode encode, ArgumentBuilder arguments) {
        if (encode.inputs().joint().isPresent()) {
            JointFilters.write(encode, arguments);
        } else if (!arguments.soundFilters().isEmpty()) {
            arguments.add("-af", String.join(",", arguments.soundFilters()));
        }
    }
}
