package io.dromedary.media.sound;

import io.dromedary.media.AudioStream;
import io.dromedary.media.AudioTracks;
import io.dromedary.media.Language;
import io.dromedary.media.MediaException;
import io.dromedary.media.MediaFile;
import io.dromedary.media.format.AllowedFormats;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

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
     * The sound of a language to encode beside a picture.
     *
     * @param language empty for the one that players choose
     * @throws MediaException as {@link #besidePicture(MediaFile, AllowedFormats)}; {@code option_conflict} when the input has
     *     no sound of that language
     */
    public static Optional<AudioStream> besidePicture(MediaFile file, AllowedFormats accepted, Optional<Language> language) {
        Optional<AudioStream> usual = besidePicture(file, accepted);
        return language.isEmpty() ? usual : Optional.of(ofLanguage(file, accepted, language.get(), "audio_language"));
    }

    /**
     * The sounds of an adaptive result, of which the first is the default.
     *
     * @throws MediaException as {@link #besidePicture(MediaFile, AllowedFormats, Optional)}
     */
    public static List<AudioStream> tracks(MediaFile file, AllowedFormats accepted, AudioTracks wanted) {
        Optional<AudioStream> usual = besidePicture(file, accepted);
        if (usual.isEmpty() || !wanted.all() && wanted.languages().isEmpty()) {
            return usual.stream().toList();
        }
        List<AudioStream> usable = file.streams(AudioStream.class).stream().filter(accepted::isUsable).toList();
        var tracks = new LinkedHashSet<AudioStream>();
        for (Language language : wanted.languages()) {
            tracks.add(ofLanguage(file, accepted, language, "audio_tracks"));
            usable.stream().filter(sound -> sound.language().filter(language::includes).isPresent())
                    .filter(sound -> isAnother(sound, tracks)).forEach(tracks::add);
        }
        if (wanted.all()) {
            tracks.add(usual.get());
            usable.stream().filter(sound -> sound.language().isPresent() && isAnother(sound, tracks)).forEach(tracks::add);
        }
        return List.copyOf(tracks);
    }

    /**
     * Whether viewers can tell a sound from those before it: by its language, or by its title. Others are parts of one
     * recording, such as the microphones of a camera, or nobody can say which is which.
     */
    private static boolean isAnother(AudioStream sound, Set<AudioStream> tracks) {
        return sound.title().isPresent() || tracks.stream().noneMatch(other -> other.language().equals(sound.language()));
    }

    private static AudioStream ofLanguage(MediaFile file, AllowedFormats accepted, Language language, String option) {
        return file.audio(sound -> accepted.isUsable(sound) && sound.language().filter(language::includes).isPresent())
                .orElseThrow(() -> MediaException.of(MediaException.Kind.OPTION_CONFLICT, ("The input has no sound in '%s' that can"
                        + " be read. %s").formatted(language.tag(), languages(file)), "options." + option));
    }

    private static String languages(MediaFile file) {
        List<String> tags = file.streams(AudioStream.class).stream().flatMap(sound -> sound.language().stream())
                .map(Language::tag).distinct().toList();
        return tags.isEmpty() ? "It does not say the language of its sound." : "Its languages are " + String.join(", ", tags) + ".";
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
