package io.dromedary.media.option;

import io.dromedary.media.WireName;

/** How a picture is fitted into a box of another shape. */
public enum Fit implements WireName {
    /** The whole picture inside, the rest filled with the background. */
    CONTAIN,
    /** The box filled, the overflow cut off. */
    COVER,
    /** Stretched to the box. */
    FILL
}
