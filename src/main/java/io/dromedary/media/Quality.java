package io.dromedary.media;

/** The five levels of quality of the HTTP contract; {@link EncodingTable} says what they mean. */
public enum Quality implements WireName {
    VERY_LOW,
    LOW,
    MEDIUM,
    HIGH,
    VERY_HIGH
}
