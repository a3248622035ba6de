package io.dromedary.media.option;

import io.dromedary.media.WireName;

/** How a picture comes into a box of another shape. */
public enum Fit implements WireName {
    /** Whole picture inside, the rest filled with the background. */
    CONTAIN,
    /** Box filled, what sticks out cut off. */
    COVER,
    /** Stretched to the box. */
    FILL
}
