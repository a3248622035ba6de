package io.dromedary.media;

import java.util.Map;
import java.util.Optional;

/** The options of one kind, read and checked: they know what to fetch, what to measure, and what to run. */
public interface KindOptions {

    /** The extension of the main result, without the dot. */
    String extension(MediaFile file);

    /** Other files that the work needs, with the URL that the caller gave for each. */
    default Map<Attachment, String> attachments() {
        return Map.of();
    }

    /** Is text drawn into the picture? It takes a font. */
    default boolean drawsText() {
        return false;
    }

    /**
     * The command whose report {@link Material#measured} must be there before the real plan can be made; none for most
     * options. Its report is what it prints to standard error.
     */
    default Optional<Command> measurement(Material material, EncodingTable table) {
        return Optional.empty();
    }

    /**
     * What to run and what comes of it. Without a measurement that is needed, the plan holds placeholders in its place:
     * good for checking and showing, not for running.
     *
     * @throws MediaException when the options do not go with this file
     */
    Plan plan(Material material, EncodingTable table);
}
