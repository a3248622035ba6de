package io.dromedary.media.ladder;

import io.dromedary.media.AudioStream;
import io.dromedary.media.ffmpeg.ArgumentBuilder;
import io.dromedary.media.format.AudioCodec;
import io.dromedary.media.sound.SoundCoding;
import java.util.OptionalInt;

/** Sets the encoder of the sounds: AAC, stereo at most. */
public final class LadderSounds {

    /** The number of channels that the configured bitrates are for. */
    private static final int STEREO = 2;

    private LadderSounds() {}

    public static void write(AdaptiveEncode encode, ArgumentBuilder arguments) {
        encode.sound().ifPresent(stream -> write(encode, stream, arguments));
    }

    private static void write(AdaptiveEncode encode, AudioStream stream, ArgumentBuilder arguments) {
        var coding = new SoundCoding(AudioCodec.AAC, encode.table().audio().get(AudioCodec.AAC),
                encode.options().quality(), OptionalInt.empty());
        int channels = SoundCoding.channels(stream);
        arguments.add("-c:a", coding.encoder(), "-ac", Integer.toString(channels));
        coding.table().options().forEach((name, value) -> arguments.add("-" + name, value));
        for (int i = 0; i < encode.soundBitrates().size(); i++) {
            arguments.add("-b:a:" + i, Integer.toString(encode.soundBitrates().get(i) * channels / STEREO));
        }
        if (coding.sampleRate(stream) != stream.sampleRate()) {
            arguments.add("-ar", Integer.toString(coding.sampleRate(stream)));
        }
    }
}
