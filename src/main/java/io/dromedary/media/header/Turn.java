package io.dromedary.media.header;

/**
 * How a picture is turned upright: it is mirrored, left to right, and then turned.
 *
 * @param mirrored whether it is mirrored
 * @param quarters turns by 90 degrees, clockwise
 */
record Turn(boolean mirrored, int quarters) {

    static final Turn NONE = new Turn(false, 0);

    /** As in Exif (2.3, 4.6.4): by quarters, as it is and mirrored. */
    private static final int[][] ORIENTATIONS = {{1, 6, 3, 8}, {2, 7, 4, 5}};

    /** Afterwards turned by quarters, clockwise. */
    Turn turned(int by) {
        return new Turn(mirrored, Math.floorMod(quarters + by, 4));
    }

    /** Afterwards mirrored, left to right. */
    Turn leftToRight() {
        return new Turn(!mirrored, Math.floorMod(-quarters, 4));
    }

    /** Afterwards mirrored, top to bottom. */
    Turn topToBottom() {
        return leftToRight().turned(2);
    }

    /** The same as in Exif, 1 to 8. */
    int orientation() {
        return ORIENTATIONS[mirrored ? 1 : 0][quarters];
    }
}
