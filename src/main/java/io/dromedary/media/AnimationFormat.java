package io.dromedary.media;

/** The formats of pictures that move, by their names in the HTTP contract and in FFmpeg. */
public enum AnimationFormat implements WireName {
    GIF,
    WEBP
}
