package io.dromedary.media;

import java.util.OptionalInt;

/** Sets the encoder of the sounds: AAC, stereo at most. */
final class LadderSounds {

    /** Channels that the configured bitrates are for. */
    private static final int STEREO = 2;

    private LadderSounds() {}

    static void write(AdaptiveEncode encode, Draft draft) {
        encode.sound().ifPresent(stream -> write(encode, stream, draft));
    }

    private static void write(AdaptiveEncode encode, AudioStream stream, Draft draft) {
        var coding = new SoundCoding(AudioCodec.AAC, encode.table().audio().get(AudioCodec.AAC),
                encode.options().quality(), OptionalInt.empty());
        int channels = SoundCoding.channels(stream);
        draft.add("-c:a", coding.encoder(), "-ac", Integer.toString(channels));
        coding.table().options().forEach((name, value) -> draft.add("-" + name, value));
        for (int i = 0; i < encode.soundBitrates().size(); i++) {
            draft.add("-b:a:" + i, Integer.toString(encode.soundBitrates().get(i) * channels / STEREO));
        }
        if (coding.sampleRate(stream) != stream.sampleRate()) {
            draft.add("-ar", Integer.toString(coding.sampleRate(stream)));
        }
    }
}
