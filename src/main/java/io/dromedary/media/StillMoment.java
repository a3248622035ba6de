package io.dromedary.media;

import java.util.OptionalDouble;

/**
 * Takes the picture that is shown at the moment asked for. Near the end there may be no further picture, but the last
 * one is still shown: decoding begins a second before then, and the last picture goes on for ever.
 */
final class StillMoment {

    private static final double LEAD = 1;

    private StillMoment() {}

    static void write(ImageEncode encode, Draft draft) {
        double ahead = encode.options().start() - encode.clip().start();
        if (lead(encode) > 0) {
            draft.filter("tpad=stop=-1:stop_mode=clone", "select='gte(t,%s)'".formatted(Arguments.number(ahead)));
        }
        draft.add("-frames:v", "1");
    }

    /** How many seconds before the moment decoding begins. */
    static double lead(ImageEncode encode) {
        OptionalDouble duration = encode.file().duration();
        boolean nearEnd = duration.isEmpty() || encode.options().start() > duration.getAsDouble() - LEAD;
        return encode.options().start() > 0 && nearEnd ? LEAD : 0;
    }
}
