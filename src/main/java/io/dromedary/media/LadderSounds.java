package io.dromedary.media;

/** Sets the encoder of the sounds: AAC, stereo at most. */
final class LadderSounds {

    private LadderSounds() {}

    static void write(AdaptiveEncode encode, Draft draft) {
        encode.sound().ifPresent(stream -> write(encode, stream, draft));
    }

    private static void write(AdaptiveEncode encode, AudioStream stream, Draft draft) {
        EncodingTable.Audio coding = encode.table().audio().get(AudioCodec.AAC);
        int channels = Math.min(stream.channels(), AudioCoding.MOST_CHANNELS);
        draft.add("-c:a", coding.encoder(), "-ac", Integer.toString(channels));
        for (int i = 0; i < encode.soundBitrates().size(); i++) {
            int bitrate = encode.soundBitrates().get(i) * channels / AudioCoding.MOST_CHANNELS;
            draft.add("-b:a:" + i, Integer.toString(bitrate));
        }
        if (stream.sampleRate() > coding.maxSampleRate()) {
            draft.add("-ar", Integer.toString(coding.maxSampleRate()));
        }
    }
}
