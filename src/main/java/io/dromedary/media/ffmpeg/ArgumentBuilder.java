package io.dromedary.media.ffmpeg;

import java.util.ArrayList;
import java.util.List;

/** Collects what the steps write: arguments in order, and the filters of picture and sound. */
public final class ArgumentBuilder {

    private final List<String> arguments = new ArrayList<>();
    private final List<String> pictureFilters = new ArrayList<>();
    private boolean overlaid;
    private final List<String> soundFilters = new ArrayList<>();

    public ArgumentBuilder add(String... more) {
        return add(List.of(more));
    }

    public ArgumentBuilder add(List<String> more) {
        arguments.addAll(more);
        return this;
    }

    /** Appends filters to the picture's chain. */
    public ArgumentBuilder filter(String... filters) {
        pictureFilters.addAll(List.of(filters));
        return this;
    }

    /**
     * Joins another input to the chain: later filters work on the joined picture.
     *
     * @param input the number of the other input
     * @param chain filters on the other input alone
     * @param join the filter that takes both
     */
    public ArgumentBuilder overlay(int input, List<String> chain, String join) {
        String under = pictureFilters.isEmpty() ? "null" : String.join(",", pictureFilters);
        pictureFilters.clear();
        pictureFilters.add("%s[under];[%d:v]%s[over];[under][over]%s".formatted(under, input, String.join(",", chain), join));
        overlaid = true;
        return this;
    }

    /** Whether the filters take the second input, too. */
    public boolean overlaid() {
        return overlaid;
    }

    /** Appends filters to the sound's chain. */
    public ArgumentBuilder sound(String... filters) {
        soundFilters.addAll(List.of(filters));
        return this;
    }

    public List<String> build() {
        return List.copyOf(arguments);
    }

    public List<String> filters() {
        return List.copyOf(pictureFilters);
    }

    public List<String> soundFilters() {
        return List.copyOf(soundFilters);
    }
}
