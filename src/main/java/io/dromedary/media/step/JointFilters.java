package io.dromedary.media.step;

import io.dromedary.media.Joint;
import io.dromedary.media.ffmpeg.ArgumentBuilder;
import java.util.ArrayList;
import java.util.List;

/** Writes the filters that join clips, and those that earlier steps collected, as one graph. */
public final class JointFilters {

    private JointFilters() {}

    /** As the class says; nothing for a single input. */
    public static void write(Encode encode, ArgumentBuilder arguments) {
        encode.inputs().joint().ifPresent(joint -> {
            var graph = new ArrayList<>(List.of(joint.graph(encode.picture().isPresent(), encode.sound().isPresent())));
            if (encode.picture().isPresent()) {
                graph.add(Joint.PICTURE + chain(arguments.filters(), "null") + StreamSelection.FILTERED);
            }
            if (encode.sound().isPresent()) {
                graph.add(Joint.SOUND + chain(arguments.soundFilters(), "anull") + StreamSelection.FILTERED_SOUND);
            }
            arguments.add("-filter_complex", String.join(";", graph));
        });
    }

    private static String chain(List<String> filters, String none) {
        return filters.isEmpty() ? none : String.join(",", filters);
    }
}
