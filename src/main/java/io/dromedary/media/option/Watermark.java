package io.dromedary.media.option;

import io.dromedary.media.Attachment;
import io.dromedary.media.KindOptions;
import java.util.Map;
import java.util.Optional;

/**
 * A still picture that is laid over the result.
 *
 * @param url where it is
 * @param position where it is placed
 * @param width its width, in pixels or in percent of the result's; empty for its own. It is never larger than the
 *     result
 * @param opacity from 0, invisible, to 1, its own opacity
 * @param margin pixels between it and the result's edges
 */
public record Watermark(String url, Position position, Optional<Size> width, double opacity, int margin) {

    private static final int USUAL_MARGIN = 10;

    /** As {@link KindOptions#attachments}. */
    static Map<Attachment, String> attachments(Optional<Watermark> watermark) {
        return watermark.map(mark -> Map.of(Attachment.WATERMARK, mark.url())).orElse(Map.of());
    }

    /** Reads {@code watermark}, where it is given. */
    static Optional<Watermark> of(OptionReader options) {
        return options.section("watermark").map(read -> new Watermark(
                read.text("url"),
                read.word("position", Position.values()).orElse(Position.BOTTOM_RIGHT),
                read.size("width"),
                read.number("opacity").orElse(1),
                read.integer("margin").orElse(USUAL_MARGIN)));
    }
}
