package io.dromedary.media.picture;

import io.dromedary.media.ffmpeg.ArgumentBuilder;
import io.dromedary.media.step.Encode;
import io.dromedary.media.step.StreamSelection;

/**
 * Writes the filters that earlier steps collected: as a chain, or as a graph where there is a second input. Where clips are
 * joined, they are written with those on the sound.
 */
public final class PictureFilters {

    private PictureFilters() {}

    public static void write(Encode encode, ArgumentBuilder arguments) {
        if (encode.inputs().joint().isPresent()) {
            return;
        }
        if (arguments.overlaid()) {
            arguments.add("-filter_complex",
                    "[0:" + encode.picture().orElseThrow().index() + "]" + String.join(",", arguments.filters()) + StreamSelection.FILTERED);
        } else if (!arguments.filters().isEmpty()) {
            arguments.add("-vf", String.join(",", arguments.filters()));
        }
    }
}
