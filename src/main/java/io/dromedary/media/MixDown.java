package io.dromedary.media;

/** Mixes down before anything else is done to the sound, so that what is measured is what is heard. */
final class MixDown {

    private MixDown() {}

    static void write(AudioStream sound, Draft draft) {
        if (sound.channels() > SoundCoding.channels(sound)) {
            draft.sound("aformat=channel_layouts=stereo");
        }
    }
}
