package io.dromedary.media.sound;

import io.dromedary.media.AudioStream;
import io.dromedary.media.ffmpeg.ArgumentBuilder;
import io.dromedary.media.ffmpeg.Arguments;
import io.dromedary.media.step.Encode;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Mixes down before any other filter on the sound, so that what is measured is what is heard: centre and surrounds by
 * ITU-R BS.775, -3 dB each, and all by one factor, so that nothing clips. FFmpeg alone would take that factor for
 * integer samples and not for floating-point ones, so that the codec of the input would decide.
 */
public final class Downmix {

    /** FFmpeg takes up to this many channels as those of a usual layout, such as 5.1 or 7.1. */
    private static final int MOST_USUAL = 8;

    private Downmix() {}

    public static void write(Encode encode, ArgumentBuilder arguments) {
        encode.sound().filter(sound -> sound.channels() > SoundCoding.channels(sound)).ifPresent(sound -> {
            if (mixesAll(sound)) {
                arguments.sound(all(sound.channels()));
            } else {
                arguments.sound("aresample=rematrix_maxval=1", "aformat=channel_layouts=stereo");
            }
        });
    }

    /**
     * Whether nobody knows where its channels belong: the file does not say, and so many channels have no usual order.
     * Then all are mixed equally into both sides, so that none is lost.
     */
    public static boolean mixesAll(AudioStream sound) {
        return !sound.isLaidOut() && sound.channels() > MOST_USUAL;
    }

    private static String all(int channels) {
        String sum = IntStream.range(0, channels).mapToObj(channel -> "%s*c%d".formatted(Arguments.number(1.0 / channels), channel))
                .collect(Collectors.joining("+"));
        return "pan=stereo|c0=" + sum + "|c1=" + sum;
    }
}
