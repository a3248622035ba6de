package io.dromedary.media.sound;

import io.dromedary.media.AudioStream;
import io.dromedary.media.ffmpeg.ArgumentBuilder;

/** Mixes down before any other filter on the sound, so that what is measured is what is heard. */
final class Downmix {

    private Downmix() {}

    static void write(AudioStream sound, ArgumentBuilder arguments) {
        if (sound.channels() > SoundCoding.channels(sound)) {
            arguments.sound("aformat=channel_layouts=stereo");
        }
    }
}
