package io.dromedary.media.option;

import io.dromedary.media.WireName;

/** How subtitles are used. */
public enum SubtitleStyle implements WireName {
    /** Drawn into the picture. */
    BURN_IN,
    /** A WebVTT file beside the result; of an adaptive result, a rendition. */
    SIDECAR,
    /** A track of the result, which players can switch on. */
    EMBED
}
