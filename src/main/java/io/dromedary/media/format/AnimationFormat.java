package io.dromedary.media.format;

import io.dromedary.media.WireName;

/** The formats of animations, by their names in the HTTP contract and in FFmpeg. */
public enum AnimationFormat implements WireName {
    GIF,
    WEBP
}
