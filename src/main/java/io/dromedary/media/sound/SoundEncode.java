package io.dromedary.media.sound;

import io.dromedary.media.MediaFile;
import io.dromedary.media.PlanInputs;
import io.dromedary.media.step.Encode;
import java.nio.file.Path;
import java.util.OptionalDouble;

/** What the steps on sound need to know, whatever the kind. */
public interface SoundEncode extends Encode {

    /** Into what the sound is encoded. */
    SoundCoding soundCoding();

    /** How loud it shall be, in LUFS; empty to leave it as it is. */
    OptionalDouble targetLufs();

    /** The files that are here, with what was measured of the sound. */
    PlanInputs inputs();

    @Override
    default MediaFile file() {
        return inputs().file();
    }

    @Override
    default Path input() {
        return inputs().input();
    }
}
