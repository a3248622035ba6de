package io.dromedary.media;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Makes the plan of a video: the encode, then what is made of its result; and the texts that go with it. */
final class VideoPlan {

    private final VideoEncode encode;
    private final Material material;
    private final Path result;
    private final Map<Path, String> texts = new HashMap<>();
    private final List<Command> commands = new ArrayList<>();
    private final Map<String, Path> more = new HashMap<>();

    private VideoPlan(VideoEncode encode, Material material, Path result) {
        this.encode = encode;
        this.material = material;
        this.result = result;
    }

    static Plan make(VideoOptions options, Material material, EncodingTable table) {
        String ending = "." + options.format().wireName();
        Path result = material.result(ending);
        var plan = new VideoPlan(VideoEncode.of(options, material, table, material.made(ending)), material, result);
        plan.commands.add(VideoCommand.build(plan.encode));
        plan.encode.subtitles().ifPresent(plan::subtitles);
        options.extras().thumbnails().ifPresent(plan::thumbnails);
        return new Plan(plan.texts, plan.commands, result, plan.more);
    }

    private void subtitles(SubtitleTrack track) {
        texts.put(track.path(), track.text(encode.geometry().outputWidth(), encode.geometry().outputHeight()));
        if (track.style() == SubtitleStyle.SIDECAR) {
            more.put("subtitles", track.path());
        }
    }

    private void thumbnails(Thumbnails wish) {
        var sheets = Sheets.of(wish, encode.geometry(), encode.duration());
        VideoOptions options = encode.options();
        commands.add(SheetsCommand.build(sheets,
                SheetsCommand.Source.encoded(result, options.format(), options.codec(), encode.table()),
                material));
        more.putAll(sheets.files(material));
        texts.put(more.get("thumbnails_vtt"), sheets.webVtt(material));
    }
}
