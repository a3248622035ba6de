package io.dromedary.media.sound;

import io.dromedary.media.ffmpeg.ArgumentBuilder;
import io.dromedary.media.step.Encode;

/**
 * Mixes down before any other filter on the sound, so that what is measured is what is heard: centre and surrounds by
 * ITU-R BS.775, -3 dB each, and all by one factor, so that nothing clips. FFmpeg alone would take that factor for
 * integer samples and not for floating-point ones, so that the codec of the input would decide.
 */
public final class Downmix {

    private Downmix() {}

    public static void write(Encode encode, ArgumentBuilder arguments) {
        encode.sound().filter(sound -> sound.channels() > SoundCoding.channels(sound)).ifPresent(sound ->
                arguments.sound("aresample=rematrix_maxval=1", "aformat=channel_layouts=stereo"));
    }
}
