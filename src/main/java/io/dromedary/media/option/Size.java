package io.dromedary.media.option;

/** A width or a height as the caller asks for it. */
public sealed interface Size {

    /** The length in pixels asked for, given the input's along the same side, not yet rounded. */
    double of(int inputPixels);

    /** @param count pixels, 16–8192 by the HTTP contract */
    record Pixels(int count) implements Size {
        @Override
        public double of(int inputPixels) {
            return count;
        }
    }

    /** @param percent hundredths of the input's length, 1–400 by the HTTP contract */
    record Percent(int percent) implements Size {
        @Override
        public double of(int inputPixels) {
            return inputPixels * (percent / 100.0);
        }
    }
}
