package io.dromedary.media.ladder;

import io.dromedary.media.AudioStream;
import io.dromedary.media.ffmpeg.ArgumentBuilder;
import io.dromedary.media.sound.AudioCoding;
import io.dromedary.media.sound.Downmix;
import io.dromedary.media.sound.LateSound;
import io.dromedary.media.sound.SoundFilters;
import io.dromedary.media.step.Start;

/** Sets filters and encoder of the sound: by the steps of any kind for one, and stream by stream for several. */
public final class LadderSounds {

    private LadderSounds() {}

    public static void write(AdaptiveEncode encode, ArgumentBuilder arguments) {
        if (encode.sounds().size() <= 1) {
            filters(encode, arguments);
            SoundFilters.write(encode, arguments);
            AudioCoding.write(encode, arguments);
            return;
        }
        AudioCoding.encoder(encode, arguments);
        int stream = 0;
        for (AudioStream sound : encode.sounds()) {
            AdaptiveEncode alone = encode.with(sound);
            var own = new ArgumentBuilder();
            filters(alone, own);
            for (int bitrate : encode.soundBitrates()) {
                if (!own.soundFilters().isEmpty()) {
                    arguments.add("-filter:a:" + stream, String.join(",", own.soundFilters()));
                }
                AudioCoding.stream(sound, encode.soundCoding(), bitrate, stream, arguments);
                stream++;
            }
        }
    }

    private static void filters(AdaptiveEncode encode, ArgumentBuilder arguments) {
        Start.sound(encode, arguments);
        LateSound.besidePicture(encode, arguments);
        Downmix.write(encode, arguments);
    }
}
