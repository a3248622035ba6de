package io.dromedary.media.sound;

import io.dromedary.media.step.Encode;
import java.util.List;
import java.util.OptionalDouble;

/** What the steps on sound need to know, whatever the kind. */
public interface SoundEncode extends Encode {

    /** How the sound is encoded. */
    SoundCoding soundCoding();

    /** Bits/s, in stereo, of each of several sounds; none for one sound, which has the bitrate of its coding. */
    default List<Integer> soundBitrates() {
        return List.of();
    }

    /** The loudness of the result, in LUFS; empty leaves it unchanged. */
    default OptionalDouble targetLufs() {
        return OptionalDouble.empty();
    }
}
