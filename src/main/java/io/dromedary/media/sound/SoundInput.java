package io.dromedary.media.sound;

import io.dromedary.media.AudioStream;
import io.dromedary.media.MediaException;
import io.dromedary.media.MediaFile;
import io.dromedary.media.format.AllowedFormats;
import java.util.Optional;

/** Chooses the sound to encode. */
public final class SoundInput {

    private SoundInput() {}

    /**
     * The sound to encode beside a picture; empty where the input has none, or none in which samples are found.
     *
     * @throws MediaException {@code input_unsupported} when it has sound, and none of it can be decoded
     */
    public static Optional<AudioStream> besidePicture(MediaFile file, AllowedFormats accepted) {
        Optional<AudioStream> usable = accepted.usableAudio(file);
        if (usable.isEmpty() && file.audio().isPresent() && file.audio(sound -> accepted.decodes(sound.codec())).isEmpty()) {
            throw unsupported(file.audio().get(), ", or send \"audio\": false for a result without sound");
        }
        return usable;
    }

    /**
     * The sound to encode alone.
     *
     * @throws MediaException {@code input_unsupported}, {@code no_audio_stream}
     */
    public static AudioStream alone(MediaFile file, AllowedFormats accepted) {
        return accepted.usableAudio(file).orElseThrow(() -> file.audio().map(sound -> unsupported(sound, ""))
                .orElseGet(() -> MediaException.of(MediaException.Kind.NO_AUDIO_STREAM,
                        "The input has no sound. Send a file with sound, or use kind 'video' or 'image' for its pictures.")));
    }

    private static MediaException unsupported(AudioStream sound, String more) {
        return MediaException.of(MediaException.Kind.INPUT_UNSUPPORTED,
                "The codec of the input's sound, %s, is not accepted. Convert it to AAC or WAV first%s."
                        .formatted(sound.codec(), more));
    }
}
