package io.dromedary.media;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Clips that a command reads one after another as if they were one input: its first inputs, and the filters that make
 * them equal.
 *
 * @param arguments those that name the clips' files
 * @param inputs number of the files
 * @param pictures for each clip the filters of its pictures, from its input on; empty where there are none
 * @param sounds for each clip the filters of its sound or of its silence; empty where there is none
 */
public record Joint(List<String> arguments, int inputs, List<String> pictures, List<String> sounds) {

    /** The label of the joined pictures. */
    public static final String PICTURE = "[joined]";

    /** The label of the joined sound. */
    public static final String SOUND = "[joinedsound]";

    public Joint {
        arguments = List.copyOf(arguments);
        pictures = List.copyOf(pictures);
        sounds = List.copyOf(sounds);
    }

    /**
     * The graph that joins the clips.
     *
     * @param picture whether {@link #PICTURE} is needed
     * @param sound whether {@link #SOUND} is needed
     */
    public String graph(boolean picture, boolean sound) {
        var chains = new ArrayList<String>();
        int clips = Math.max(pictures.size(), sounds.size());
        for (int clip = 0; clip < clips; clip++) {
            if (picture) {
                chains.add(pictures.get(clip) + "[v%d]".formatted(clip));
            }
            if (sound) {
                chains.add(sounds.get(clip) + "[a%d]".formatted(clip));
            }
        }
        String labels = IntStream.range(0, clips)
                .mapToObj(clip -> (picture ? "[v%d]".formatted(clip) : "") + (sound ? "[a%d]".formatted(clip) : ""))
                .collect(Collectors.joining());
        chains.add("%sconcat=n=%d:v=%d:a=%d%s%s".formatted(labels, clips, picture ? 1 : 0, sound ? 1 : 0,
                picture ? PICTURE : "", sound ? SOUND : ""));
        return String.join(";", chains);
    }
}
