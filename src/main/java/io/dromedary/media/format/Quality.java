package io.dromedary.media.format;

import io.dromedary.media.WireName;

/** The five levels of quality of the HTTP contract; {@code encoding.yaml} says what they mean. */
public enum Quality implements WireName {
    VERY_LOW,
    LOW,
    MEDIUM,
    HIGH,
    VERY_HIGH
}
