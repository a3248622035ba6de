package io.dromedary.media.option;

import io.dromedary.media.MediaException;
import java.util.Optional;

/**
 * The thumbnails that a caller asks for: small pictures of the result on sheets, with a WebVTT file of their times and
 * positions.
 *
 * @param every seconds from one to the next
 * @param columns how many in a row
 * @param width of one in pixels
 */
public record Thumbnails(double every, int columns, int width) {

    /** The longest side of a picture that browsers and phones decode. */
    private static final int WIDEST_SHEET = 16_384;

    private static final double USUAL_EVERY = 5;
    private static final int USUAL_COLUMNS = 5;
    private static final int USUAL_WIDTH = 160;

    /**
     * Reads {@code thumbnails}, where it is given.
     *
     * @throws MediaException {@code invalid_input} when a sheet would be wider than players can show
     */
    static Optional<Thumbnails> of(OptionReader options) {
        return options.section("thumbnails").map(read -> new Thumbnails(
                read.number("every").orElse(USUAL_EVERY),
                read.integer("columns").orElse(USUAL_COLUMNS),
                read.integer("width").orElse(USUAL_WIDTH)).checked());
    }

    private Thumbnails checked() {
        if (columns * width > WIDEST_SHEET) {
            throw OptionReader.invalid("thumbnails.columns",
                    "%d columns of %d pixels are %d pixels; a sheet is at most %d wide. Ask for fewer or narrower ones."
                            .formatted(columns, width, columns * width, WIDEST_SHEET));
        }
        return this;
    }
}
