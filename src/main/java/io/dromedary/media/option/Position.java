package io.dromedary.media.option;

import io.dromedary.media.WireName;
import java.util.Locale;

/** Which part of the picture stays when it is cut, and where it is placed when it is padded. */
public enum Position implements WireName {
    CENTER(0.5, 0.5),
    TOP(0.5, 0),
    BOTTOM(0.5, 1),
    LEFT(0, 0.5),
    RIGHT(1, 0.5),
    TOP_LEFT(0, 0),
    TOP_RIGHT(1, 0),
    BOTTOM_LEFT(0, 1),
    BOTTOM_RIGHT(1, 1);

    private final double across;
    private final double down;

    Position(double across, double down) {
        this.across = across;
        this.down = down;
    }

    @Override
    public String wireName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The position of the left edge in pixels, given the spare width. */
    public int x(int spare) {
        return evenFloor(across * spare);
    }

    /** The position of the top edge in pixels, given the spare height. */
    public int y(int spare) {
        return evenFloor(down * spare);
    }

    /**
     * Rounds to even: chroma is stored per two pixels each way, so an odd position would shift it against the luma.
     */
    private static int evenFloor(double place) {
        return 2 * (int) (place / 2);
    }
}
