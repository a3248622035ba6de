package io.dromedary.media;

/**
 * Sets the encoder of the sound. More than two channels are mixed down to stereo: it plays
 * everywhere, and phones and browsers have two loudspeakers.
 */
final class AudioCoding {

    private AudioCoding() {}

    static final int MOST_CHANNELS = 2;

    static void write(VideoEncode encode, Draft draft) {
        encode.sound().ifPresent(sound -> write(sound, encode, draft));
    }

    private static void write(AudioStream sound, VideoEncode encode, Draft draft) {
        EncodingTable.Audio coding =
                encode.table().audio().get(encode.options().format().audioCodec());
        int channels = Math.min(sound.channels(), MOST_CHANNELS);
        draft.add("-c:a", coding.encoder());
        draft.add("-b:a", Integer.toString(channels * coding.bitratePerChannel()));
        draft.add("-ac", Integer.toString(channels));
        if (sound.sampleRate() > coding.maxSampleRate()) {
            draft.add("-ar", Integer.toString(coding.maxSampleRate()));
        }
    }
}
