package io.dromedary.media;

import java.util.Map;

/** The options of one kind of job, read and checked. */
public interface KindOptions {

    /** Other files that the work needs, with the URL that the caller gave for each. */
    default Map<Attachment, String> attachments() {
        return Map.of();
    }

    /** Whether text is drawn into the picture, which takes a font. */
    default boolean drawsText() {
        return false;
    }
}
