package io.dromedary.media.sound;

import io.dromedary.media.step.Encode;
import java.util.OptionalDouble;

/** What the steps on sound need to know, whatever the kind. */
public interface SoundEncode extends Encode {

    /** How the sound is encoded. */
    SoundCoding soundCoding();

    /** The loudness of the result, in LUFS; empty leaves it unchanged. */
    OptionalDouble targetLufs();
}
