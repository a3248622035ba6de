package io.dromedary.bench;

import com.fasterxml.jackson.databind.JsonNode;
import io.dromedary.media.Ffmpeg;
import io.dromedary.media.Kind;
import io.dromedary.media.PlanInputs;
import io.dromedary.media.ShippedMedia;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Photos made small, many at once. */
final class StillRows {

    private static final int PHOTOS = 40;

    private StillRows() {
    }

    static List<Row> rows() {
        return List.of(row("webp", 1.1), row("jpeg", 1.25));
    }

    private static Row row(String format, double atLeast) {
        return new Row("stills-" + format, "12 MP JPEG to " + format + " of 1280, " + PHOTOS
                + " at once, against xargs of ffmpeg", "jobs/s", Aim.ratioAtLeast(atLeast), 3, (rig, number) -> turn(rig, format));
    }

    private static Turn turn(Rig rig, String format) throws IOException, InterruptedException {
        Path photo = rig.inputs().photo();
        JsonNode job = Client.job("image", rig.stored(photo), "{'width': 1280, 'format': '" + format + "'}");
        rig.client().run(job);
        int photos = rig.choose(4, PHOTOS);
        double bare = Shell.runAll(rig.scratch(), rig.folders(photo, photos), byFfmpeg(photo, job), Machine.cores());
        return new Turn(photos / Client.seconds(rig.client().runAtOnce(job, photos)), photos / bare);
    }

    /** What a server without libvips would run, in a folder as for dry runs. */
    private static List<List<String>> byFfmpeg(Path photo, JsonNode job) {
        Path here = Path.of("");
        var inputs = PlanInputs.of(Ffmpeg.probe(photo), Path.of("input"), here, Path.of("out"), "photo");
        var commands = new ArrayList<List<String>>();
        ShippedMedia.media(false).planner(Kind.IMAGE, job.get("options")).plan(inputs).commands().forEach(command -> {
            var words = new ArrayList<>(List.of(command.program()));
            words.addAll(command.arguments());
            commands.add(words);
        });
        return commands;
    }
}
