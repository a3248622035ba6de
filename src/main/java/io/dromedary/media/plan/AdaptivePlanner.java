package io.dromedary.media.plan;

import io.dromedary.media.AudioStream;
import io.dromedary.media.AudioTracks;
import io.dromedary.media.ExpectedResult;
import io.dromedary.media.Language;
import io.dromedary.media.MediaException;
import io.dromedary.media.MediaFile;
import io.dromedary.media.Plan;
import io.dromedary.media.PlanInputs;
import io.dromedary.media.Planner;
import io.dromedary.media.Rendition;
import io.dromedary.media.SubtitleRendition;
import io.dromedary.media.UniqueNames;
import io.dromedary.media.VideoStream;
import io.dromedary.media.hls.SubtitlePlaylist;
import io.dromedary.media.ladder.AdaptiveEncode;
import io.dromedary.media.ladder.Ladder;
import io.dromedary.media.ladder.LadderPictures;
import io.dromedary.media.option.AdaptiveOptions;
import io.dromedary.media.option.Extras;
import io.dromedary.media.option.SubtitleStyle;
import io.dromedary.media.picture.Geometry;
import io.dromedary.media.picture.VideoEncode;
import io.dromedary.media.sound.SoundInput;
import io.dromedary.media.step.WatermarkImage;
import io.dromedary.media.subtitle.SubtitleTrack;
import io.dromedary.media.subtitle.WebVtt;
import io.dromedary.media.table.EncodingTable;
import io.dromedary.media.table.LadderTable;
import io.dromedary.media.thumbnail.ThumbnailSheets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/** Plans an adaptive result: one run of ffmpeg for the whole ladder, and what is written before and after it. */
record AdaptivePlanner(AdaptiveOptions options, EncodingTable table) implements Planner {

    /** The files beside the master playlist are named after it. */
    private static final String STEM = "master";

    @Override
    public Plan plan(PlanInputs given) {
        PlanInputs inputs = given.named(STEM);
        MediaFile file = inputs.file();
        options.clip().checkAgainst(file);
        List<AudioStream> sounds = options.audio() ? SoundInput.tracks(file, table.accepted(), tracks()) : List.of();
        checkNumber(sounds);
        if (!options.picture() && sounds.isEmpty()) {
            throw MediaException.of(MediaException.Kind.NO_AUDIO_STREAM,
                    "The input has no sound, and 'mute_video' leaves its picture out. Leave 'mute_video' out.");
        }
        boolean soundAlone = !sounds.isEmpty() && (!options.picture() || !file.isStill() && file.video().isEmpty());
        if (soundAlone) {
            checkTakesNoPicture();
        }
        Optional<VideoStream> picture = soundAlone
                ? Optional.empty() : Optional.of(VideoEncode.picture(file, table));
        Optional<Ladder> ladder = picture.map(stream -> Ladder.of(options, stream, table));
        OptionalDouble duration = options.clip().expected(file.duration());
        var encode = new AdaptiveEncode(options, inputs, table, picture, sounds, ladder,
                sounds.isEmpty() ? List.of() : soundBitrates(ladder),
                WatermarkImage.of(options.extras().watermark(), inputs, table),
                SubtitleTrack.of(options.extras().subtitles(), inputs, options.clip().start(), duration),
                options.extras().thumbnails().map(request -> ThumbnailSheets.of(request, ladder.orElseThrow().top(), duration)));
        return plan(encode, inputs);
    }

    private AudioTracks tracks() {
        return options.audioTracks().orElse(table.ladder().audioTracks());
    }

    private void checkNumber(List<AudioStream> sounds) {
        if (sounds.size() > table.ladder().maxAudioTracks()) {
            throw MediaException.of(MediaException.Kind.RESOURCE_LIMIT, ("The result would have %d sounds, and this server makes at"
                    + " most %d (ladder.max_audio_tracks). Name the languages in 'audio_tracks', or send \"first\".")
                            .formatted(sounds.size(), table.ladder().maxAudioTracks()), "options.audio_tracks");
        }
    }

    private void checkTakesNoPicture() {
        Extras extras = options.extras();
        if (extras.watermark().isPresent()) {
            throw withoutPicture("for a watermark to lie on. Leave 'watermark' out.", "watermark");
        }
        if (extras.thumbnails().isPresent()) {
            throw withoutPicture("to make thumbnails of. Leave 'thumbnails' out.", "thumbnails");
        }
        if (extras.drawsText()) {
            throw withoutPicture("to draw subtitles into. Send \"subtitle_style\": \"sidecar\".", "subtitle_style");
        }
    }

    private static MediaException withoutPicture(String what, String field) {
        return MediaException.of(
                MediaException.Kind.OPTION_CONFLICT, "The input has no picture " + what, "options." + field);
    }

    /** One sound for each bitrate that a rung has; all of them where there is sound alone. */
    private List<Integer> soundBitrates(Optional<Ladder> ladder) {
        return ladder.map(made -> made.rungs().stream().map(Ladder.Rung::audioBitrate))
                .orElseGet(() -> table.ladder().rungs().stream().map(LadderTable.Rung::audioBitrate))
                .distinct().sorted((one, other) -> other - one).toList();
    }

    private static Plan plan(AdaptiveEncode encode, PlanInputs inputs) {
        var texts = new HashMap<Path, String>();
        var more = new HashMap<String, Path>();
        encode.sheets().ifPresent(sheets -> {
            more.putAll(sheets.files(inputs));
            texts.put(more.get("thumbnails_vtt"), sheets.webVtt(inputs));
        });
        if (encode.options().packaging().dash()) {
            more.put(Plan.DASH, inputs.result(".mpd"));
        }
        List<SubtitleRendition> aside = IntStream.range(0, encode.subtitlesAside().size())
                .mapToObj(i -> SubtitlePlaylist.of(encode.subtitlesAside(), i, inputs)).toList();
        for (int i = 0; i < aside.size(); i++) {
            more.put(SubtitlePlaylist.key(i), aside.get(i).whole());
            texts.put(aside.get(i).whole(), WebVtt.write(encode.subtitlesAside().get(i).subtitles()));
        }
        encode.subtitles().stream().filter(track -> track.style() == SubtitleStyle.BURN_IN).forEach(track -> {
            Geometry top = encode.ladder().orElseThrow().top();
            texts.put(track.path(), track.text(top.outputWidth(), top.outputHeight()));
        });
        List<Rendition> renditions = renditions(encode);
        return LetterCheck.before(Plan.ofRenditions(texts, AdaptiveCommand.build(encode, renditions), inputs.result(".m3u8"), more,
                renditions, aside).with(encode.sheets().map(sheets -> sheets.expected(inputs)).orElse(List.of()))
                .warning(LeftOut.of(encode)), encode.subtitles(), inputs);
    }

    private static List<Rendition> renditions(AdaptiveEncode encode) {
        double longest = encode.table().ladder().segmentSeconds() + LadderPictures.keyframeSeconds(encode.table());
        var renditions = new ArrayList<Rendition>();
        for (Ladder.Rung rung : encode.rungs()) {
            renditions.add(new Rendition(rung.name(), true,
                    encode.sound().map(stream -> AdaptiveEncode.soundName(rung.audioBitrate(), 0)),
                    playlist(encode, rung.name()), encode.segments(), number(encode, renditions.size()), longest,
                    expected(encode, rung), Optional.empty(), encode.options().keyUrl()));
        }
        var names = new UniqueNames();
        for (int track = 0; track < encode.sounds().size(); track++) {
            AudioStream sound = encode.sounds().get(track);
            String name = names.take(sound.title().or(() -> sound.language().map(Language::englishName)).orElse("Audio"));
            for (int bitrate : encode.soundBitrates()) {
                String folder = AdaptiveEncode.soundName(bitrate, track);
                renditions.add(new Rendition(folder, false, Optional.empty(), playlist(encode, folder), encode.segments(),
                        number(encode, renditions.size()), longest,
                        ExpectedResult.of(Lengths.inPlaylist(encode.file(), encode.clip(), sound)),
                        Optional.of(new Rendition.Track(AdaptiveEncode.soundName(bitrate, 0), name, sound.language(), track == 0)),
                        encode.options().keyUrl()));
            }
        }
        return renditions;
    }

    private static ExpectedResult expected(AdaptiveEncode encode, Ladder.Rung rung) {
        return ExpectedResult.of(new ExpectedResult.Picture(rung.width(), rung.height(),
                Lengths.inPlaylist(encode.top()), OptionalDouble.empty()));
    }

    /** FFmpeg numbers them where there are several. */
    private static OptionalInt number(AdaptiveEncode encode, int place) {
        boolean several = encode.rungs().size() + encode.sounds().size() * encode.soundBitrates().size() > 1;
        return several ? OptionalInt.of(place) : OptionalInt.empty();
    }

    private static Path playlist(AdaptiveEncode encode, String name) {
        return encode.inputs().out().resolve(name).resolve(Rendition.PLAYLIST);
    }
}
