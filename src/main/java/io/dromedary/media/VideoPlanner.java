package io.dromedary.media;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Plans a video: the encode, then what is made of its result; and the texts that go with it. */
record VideoPlanner(VideoOptions options, EncodingTable table) implements Planner {

    @Override
    public Optional<Command> measurement(PlanInputs inputs) {
        return options.targetLufs().isEmpty() ? Optional.empty()
                : AllowedFormats.usableAudio(inputs.file())
                        .map(sound -> LoudnessCommand.build(inputs, table, options.clip(), sound));
    }

    @Override
    public Plan plan(PlanInputs inputs) {
        String ending = "." + options.format().wireName();
        Path result = inputs.result(ending);
        VideoEncode encode = VideoEncode.of(options, inputs, table, inputs.made(ending));
        var commands = new ArrayList<>(List.of(VideoCommand.build(encode)));
        Map<Path, String> texts = new HashMap<>();
        Map<String, Path> more = new HashMap<>();
        encode.subtitles().ifPresent(track -> {
            texts.put(track.path(), track.text(encode.geometry().outputWidth(), encode.geometry().outputHeight()));
            if (track.style() == SubtitleStyle.SIDECAR) {
                more.put("subtitles", track.path());
            }
        });
        options.extras().thumbnails().ifPresent(request -> {
            var sheets = ThumbnailSheets.of(request, encode.geometry(), encode.duration());
            commands.add(ThumbnailCommand.build(sheets,
                    ThumbnailCommand.Source.encoded(result, options.format(), options.codec(), table), inputs));
            more.putAll(sheets.files(inputs));
            texts.put(more.get("thumbnails_vtt"), sheets.webVtt(inputs));
        });
        return new Plan(texts, commands, result, more);
    }
}
