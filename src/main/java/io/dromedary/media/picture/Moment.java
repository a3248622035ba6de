package io.dromedary.media.picture;

import io.dromedary.media.ffmpeg.ArgumentBuilder;
import io.dromedary.media.ffmpeg.Arguments;

/**
 * Selects the picture that is shown at the moment asked for. Near the end of the input no picture may follow, but the
 * last one is still shown: decoding begins earlier, and the last picture is repeated forever.
 */
final class Moment {

    private Moment() {}

    static void write(PictureEncode encode, ArgumentBuilder arguments) {
        encode.moment().ifPresent(seconds -> arguments.filter(
                "tpad=stop=-1:stop_mode=clone", "select='gte(t,%s)'".formatted(Arguments.number(seconds))));
    }
}
