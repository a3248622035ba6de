package io.dromedary.media;

import java.util.ArrayList;
import java.util.List;

/** The argument list while the steps write it: arguments in order, and the filters on picture and sound. */
final class Draft {

    private final List<String> arguments = new ArrayList<>();
    private final List<String> pictureFilters = new ArrayList<>();
    private final List<String> soundFilters = new ArrayList<>();

    Draft add(String... more) {
        return add(List.of(more));
    }

    Draft add(List<String> more) {
        arguments.addAll(more);
        return this;
    }

    /** Appends filters to the picture's chain, which {@link PictureFilters} writes out. */
    Draft filter(String... filters) {
        pictureFilters.addAll(List.of(filters));
        return this;
    }

    /** Appends filters to the sound's chain, which {@link SoundFilters} writes out. */
    Draft sound(String... filters) {
        soundFilters.addAll(List.of(filters));
        return this;
    }

    List<String> arguments() {
        return List.copyOf(arguments);
    }

    List<String> filters() {
        return List.copyOf(pictureFilters);
    }

    List<String> soundFilters() {
        return List.copyOf(soundFilters);
    }
}
