package io.dromedary.media.picture;

import io.dromedary.media.ffmpeg.ArgumentBuilder;
import io.dromedary.media.ffmpeg.Arguments;

/**
 * Takes the picture that is shown at the moment asked for. Near the end there may be no further picture, but the last
 * one is still shown: decoding begins a second before then, and the last picture goes on for ever.
 */
public final class Moment {

    private Moment() {}

    public static void write(ImageEncode encode, ArgumentBuilder arguments) {
        double ahead = encode.options().start() - encode.clip().start();
        if (encode.lead() > 0) {
            arguments.filter("tpad=stop=-1:stop_mode=clone", "select='gte(t,%s)'".formatted(Arguments.number(ahead)));
        }
        arguments.add("-frames:v", "1");
    }

}
