package io.dromedary.media.plan;

import io.dromedary.media.AudioStream;
import io.dromedary.media.Language;
import io.dromedary.media.MediaFile;
import io.dromedary.media.MediaStream;
import io.dromedary.media.PictureHeader;
import io.dromedary.media.VideoStream;
import io.dromedary.media.Warning;
import io.dromedary.media.ladder.AdaptiveEncode;
import io.dromedary.media.picture.Geometry;
import io.dromedary.media.picture.PictureEncode;
import io.dromedary.media.picture.StillEncode;
import io.dromedary.media.picture.VideoEncode;
import io.dromedary.media.sound.Downmix;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What a plan leaves out of its input, in words for the job's owner. What a kind of job never has, and what was not asked
 * for, is not told: no sound of an image, no picture of a sound, and nothing of sound with {@code "audio": false}.
 */
final class LeftOut {

    private final MediaFile file;
    private final List<Warning> warnings = new ArrayList<>();

    private LeftOut(MediaFile file) {
        this.file = file;
    }

    /** For a video. */
    static List<Warning> of(VideoEncode encode) {
        var left = new LeftOut(encode.file());
        if (encode.options().audio()) {
            left.sound(encode.sound(), encode.options().audioLanguage());
        }
        left.picture(encode.stream(), false);
        left.size(encode);
        left.profile();
        left.others(true);
        return left.warnings;
    }

    /** For an adaptive result. */
    static List<Warning> of(AdaptiveEncode encode) {
        var left = new LeftOut(encode.file());
        if (encode.options().audio()) {
            left.sounds(encode);
        }
        encode.picture().ifPresent(stream -> left.picture(stream, false));
        left.profile();
        left.others(true);
        return left.warnings;
    }

    /** For sound alone. */
    static List<Warning> ofSound(MediaFile file, AudioStream sound) {
        var left = new LeftOut(file);
        left.sound(Optional.of(sound), Optional.empty());
        left.others(false);
        return left.warnings;
    }

    /** For a waveform, which has no marks and no channels. */
    static List<Warning> ofWaveform(MediaFile file, AudioStream sound) {
        var left = new LeftOut(file);
        left.tracks(List.of(sound), file.audio());
        return left.warnings;
    }

    /** For a still, whose profile is applied. */
    static List<Warning> of(StillEncode encode) {
        var left = new LeftOut(encode.file());
        left.picture(encode.stream(), encode.keepsTransparency());
        left.size(encode);
        return left.warnings;
    }

    /** For an animation. */
    static List<Warning> ofAnimation(StillEncode encode) {
        var left = new LeftOut(encode.file());
        left.warnings.addAll(of(encode));
        left.profile();
        return left.warnings;
    }

    private void add(Warning.Kind kind, String message, Object... values) {
        warnings.add(new Warning(kind, message.formatted(values)));
    }

    /** What is told of one sound, of the language that was asked for. */
    private void sound(Optional<AudioStream> taken, Optional<Language> language) {
        tracks(taken.stream().toList(),
                file.audio(sound -> language.isEmpty() || sound.language().filter(language.get()::includes).isPresent()));
        taken.ifPresent(this::channels);
    }

    /** What is told of several sounds: of languages that were not asked for, nothing. */
    private void sounds(AdaptiveEncode encode) {
        boolean named = encode.options().audioTracks().filter(tracks -> !tracks.languages().isEmpty()).isPresent();
        if (!named) {
            tracks(encode.sounds(), file.audio());
        }
        encode.sounds().forEach(this::channels);
    }

    private void channels(AudioStream one) {
        Optional<AudioStream> taken = Optional.of(one);
        taken.filter(sound -> !sound.isLaidOut() && sound.channels() > 2).ifPresent(sound ->
                add(Warning.Kind.CHANNELS_GUESSED, Downmix.mixesAll(sound)
                        ? "The input does not say where its %d channels belong: each is heard equally loud, on both sides."
                        : "The input does not say where its %d channels belong: they are taken in the usual order.",
                        sound.channels()));
        taken.filter(sound -> sound.isLaidOut() && sound.channels() > 2).ifPresent(sound ->
                add(Warning.Kind.SURROUND_MIXED_DOWN, "The %d channels of the input's sound are mixed down to two.",
                        sound.channels()));
    }

    /**
     * What is told of sounds that are left out.
     *
     * @param first the one that would be taken if all could be decoded
     */
    private void tracks(List<AudioStream> taken, Optional<AudioStream> first) {
        List<AudioStream> all = file.streams(AudioStream.class);
        Optional<AudioStream> usual = first.filter(sound -> !taken.contains(sound));
        usual.ifPresent(left -> add(Warning.Kind.UNSUPPORTED_AUDIO, "%s is left out: %s.%s", track(all, left),
                !taken.isEmpty() ? "its codec is not accepted" : "no samples were found in it",
                taken.stream().findFirst().map(sound -> " %s is taken instead.".formatted(track(all, sound))).orElse("")));
        List<AudioStream> others = all.stream()
                .filter(sound -> !taken.contains(sound) && usual.filter(sound::equals).isEmpty()).toList();
        if (taken.isEmpty() || others.isEmpty()) {
            return;
        }
        if (taken.size() > 1) {
            add(Warning.Kind.AUDIO_TRACKS_DROPPED, "Of the input's %d sound tracks %d are taken; left out: %s.", all.size(), taken.size(),
                    others.stream().map(sound -> named(all, sound)).collect(Collectors.joining(", ")));
        } else if (all.stream().allMatch(sound -> sound.channels() == 1)) {
            add(Warning.Kind.MONO_TRACK_TAKEN, "The input has %d sound tracks of one channel each, and %s is taken. If they are"
                    + " the left and the right of one recording, only one side is heard.", all.size(), named(all, taken.get(0)));
        } else {
            add(Warning.Kind.AUDIO_TRACKS_DROPPED, "Of the input's %d sound tracks %s is taken; the others are left out.",
                    all.size(), named(all, taken.get(0)));
        }
    }

    private static String track(List<AudioStream> all, AudioStream sound) {
        return "Sound track %d (%s)".formatted(all.indexOf(sound) + 1, sound.codec());
    }

    private static String named(List<AudioStream> all, AudioStream sound) {
        return "number %d (%s)".formatted(all.indexOf(sound) + 1, sound.codec());
    }

    private void picture(VideoStream taken, boolean keepsTransparency) {
        // FFmpeg decodes a CMYK JPEG to a format with alpha, but it has none.
        boolean print = file.header().filter(PictureHeader::isCmyk).isPresent();
        if (taken.mayBeTransparent() && !keepsTransparency && !print) {
            add(Warning.Kind.ALPHA_FLATTENED,
                    "The input's picture may have transparent parts. The result cannot: they show the background.");
        }
        if (file.header().filter(PictureHeader::losesAlpha).isPresent()) {
            add(Warning.Kind.ALPHA_FLATTENED, "The input is a BMP of 16 bits with alpha, which cannot be read: its transparent"
                    + " parts show the colours that are stored for them.");
        }
        if (taken.colour().isHdr()) {
            add(Warning.Kind.HDR_TONE_MAPPED, "The input's high dynamic range is brought down to that of usual screens.");
        }
    }

    private void size(PictureEncode encode) {
        if (Geometry.isShrunk(encode.stream(), encode.framing())) {
            add(Warning.Kind.PICTURE_SHRUNK, "The input's picture has %d×%d pixels, and no side of a result may have more than"
                    + " 8192: it has %d×%d.", encode.stream().width(), encode.stream().height(),
                    encode.geometry().outputWidth(), encode.geometry().outputHeight());
        }
    }

    /** Of pictures that move, such as an APNG, FFmpeg does not apply it. */
    private void profile() {
        file.header().flatMap(PictureHeader::profile).ifPresent(name -> add(Warning.Kind.PROFILE_DROPPED, "The input's colour"
                + " profile, '%s', is left out without being applied: colours may look different.", name));
    }

    /**
     * What a result has only one of, or none.
     *
     * @param moves whether it has pictures that move
     */
    private void others(boolean moves) {
        List<VideoStream> pictures = file.streams(VideoStream.class);
        long moving = pictures.stream().filter(picture -> !picture.attachedPicture()).count();
        if (moves && moving > 1) {
            add(Warning.Kind.VIDEO_TRACKS_DROPPED, "Of the input's %d video tracks one is taken; the others are left out.", moving);
        }
        if (moving < pictures.size()) {
            add(Warning.Kind.COVER_DROPPED, "The input's cover picture is left out.");
        }
        long subtitles = file.streams(MediaStream.Other.class).stream().filter(other -> other.type().equals("subtitle")).count();
        if (moves && subtitles > 0) {
            add(Warning.Kind.SUBTITLES_DROPPED, subtitles == 1 ? "The input's subtitle track is left out."
                    : "The input's %d subtitle tracks are left out.", subtitles);
        }
        if (file.chapters() > 0) {
            add(Warning.Kind.CHAPTERS_DROPPED, file.chapters() == 1 ? "The input's mark of a chapter is left out."
                    : "The input's marks of %d chapters are left out.", file.chapters());
        }
    }
}
