package io.dromedary.media.plan;

import io.dromedary.media.Command;
import io.dromedary.media.ExpectedResult;
import io.dromedary.media.Plan;
import io.dromedary.media.PlanInputs;
import io.dromedary.media.Planner;
import io.dromedary.media.hls.SubtitlePlaylist;
import io.dromedary.media.option.SubtitleStyle;
import io.dromedary.media.option.VideoOptions;
import io.dromedary.media.picture.Geometry;
import io.dromedary.media.picture.VideoEncode;
import io.dromedary.media.sound.LoudnessCommand;
import io.dromedary.media.sound.SoundInput;
import io.dromedary.media.table.EncodingTable;
import io.dromedary.media.thumbnail.ThumbnailCommand;
import io.dromedary.media.thumbnail.ThumbnailSheets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Plans a video: the encode, then the thumbnails of its result, and the texts that they need. */
record VideoPlanner(VideoOptions options, EncodingTable table) implements Planner {

    @Override
    public Optional<Command> measurement(PlanInputs given) {
        if (options.targetLufs().isEmpty()) {
            return Optional.empty();
        }
        PlanInputs inputs = Joining.video(given, options, table).inputs();
        return SoundInput.besidePicture(inputs.file(), table.accepted(), options.audioLanguage())
                        .map(sound -> LoudnessCommand.build(inputs, table, options.clip(), sound));
    }

    @Override
    public Plan plan(PlanInputs given) {
        Joining.Joined joined = Joining.video(given, options, table);
        PlanInputs inputs = joined.inputs();
        String ending = "." + options.format().wireName();
        Path result = inputs.result(ending);
        VideoEncode encode = VideoEncode.of(options, inputs, table, inputs.made(ending));
        Copying copied = Copying.of(encode);
        var commands = new ArrayList<>(List.of(VideoCommand.build(encode, copied)));
        Map<Path, String> texts = new HashMap<>();
        Map<String, Path> more = new HashMap<>();
        encode.subtitles().forEach(track -> {
            texts.put(track.path(), track.text(encode.geometry().outputWidth(), encode.geometry().outputHeight()));
            if (track.style() == SubtitleStyle.SIDECAR) {
                more.put(SubtitlePlaylist.key(encode.subtitles().indexOf(track)), track.path());
            }
        });
        Optional<ThumbnailSheets> small = options.extras().thumbnails()
                .map(request -> ThumbnailSheets.of(request, encode.geometry(), encode.duration()));
        small.ifPresent(sheets -> {
            var made = ThumbnailCommand.Source.encoded(result, options.format(), options.codec(), table);
            commands.add(ThumbnailCommand.build(sheets, copied.picture() ? made.withAnyKeyframes() : made, inputs));
            more.putAll(sheets.files(inputs));
            texts.put(more.get("thumbnails_vtt"), sheets.webVtt(inputs));
        });
        return LetterCheck.before(new Plan(texts, commands, result, more).expecting(expected(encode))
                .with(small.map(sheets -> sheets.expected(inputs)).orElse(List.of()))
                .warning(Stream.concat(LeftOut.of(encode).stream(), joined.warnings().stream()).toList())
                .made(copied.how(true, encode.sound().isPresent())),
                encode.subtitles(), inputs);
    }

    private static ExpectedResult expected(VideoEncode encode) {
        Geometry geometry = encode.geometry();
        return new ExpectedResult(
                Optional.of(new ExpectedResult.Picture(geometry.outputWidth(), geometry.outputHeight(),
                        Lengths.ofVideo(encode), encode.fps())),
                encode.sound().map(sound -> Lengths.beside(encode, sound)),
                encode.subtitleTracks().size(), encode.endsByPictures());
    }
}
