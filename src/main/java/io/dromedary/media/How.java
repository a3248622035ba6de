package io.dromedary.media;

import java.util.Optional;

/**
 * How the streams of a result came to be.
 *
 * @param video empty where it has no picture
 * @param audio empty where it has no sound
 */
public record How(Optional<Way> video, Optional<Way> audio) {

    /** How a stream came to be, in the words of the contract. */
    public enum Way implements WireName {
        /** Taken over from the input, byte by byte. */
        COPIED,
        ENCODED,
        /** Given again with all of an earlier result. */
        REUSED;

        /** Copied or encoded. */
        public static Way of(boolean copied) {
            return copied ? COPIED : ENCODED;
        }
    }
}
