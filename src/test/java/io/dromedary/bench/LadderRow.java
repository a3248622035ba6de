package io.dromedary.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.dromedary.media.Command;
import io.dromedary.media.Ffmpeg;
import io.dromedary.media.Kind;
import io.dromedary.media.Media;
import io.dromedary.media.MediaFile;
import io.dromedary.media.PlanInputs;
import io.dromedary.media.ShippedMedia;
import io.dromedary.media.plan.FfmpegMedia;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** A ladder with thumbnails: one run of ffmpeg in the job, one for each rung by hand, at the same presets. */
final class LadderRow {

    private static final YAMLMapper YAML = new YAMLMapper(new YAMLFactory());
    private static final List<String> RUNGS = List.of("1080", "720", "480", "360", "240");

    private LadderRow() {
    }

    static Row row() {
        return new Row("ladder", "20 s of 1080p to a ladder of five, with thumbnails: against a run of ffmpeg for each", "s",
                Aim.ratioAtMost(0.60), 3, LadderRow::turn);
    }

    private static Turn turn(Rig rig, int number) throws IOException, InterruptedException {
        Path input = rig.inputs().camera();
        JsonNode job = Client.job("adaptive_video", rig.stored(input), "{'thumbnails': {}}");
        double bare = 0;
        for (String rung : RUNGS) {
            bare += run(rig, new FfmpegMedia(onlyRung(rung), () -> false), Kind.ADAPTIVE_VIDEO, "{}", "encode");
        }
        bare += run(rig, ShippedMedia.media(), Kind.VIDEO, "{\"thumbnails\": {}}", "thumbnails");
        return new Turn(Client.seconds(rig.client().run(job)), bare);
    }

    /** The table of media with one rung. */
    private static String onlyRung(String rung) throws IOException {
        JsonNode table = YAML.readTree(ShippedMedia.yaml());
        for (Iterator<String> names = ((ObjectNode) table.at("/ladder/rungs")).fieldNames(); names.hasNext();) {
            if (!names.next().equals(rung)) {
                names.remove();
            }
        }
        return YAML.writeValueAsString(table);
    }

    /** Runs one command of the plan of a job, in seconds; one that reads a result reads the input in its place. */
    private static double run(Rig rig, Media media, Kind kind, String options, String name) throws IOException, InterruptedException {
        Path folder = rig.folder(rig.inputs().camera());
        MediaFile probed = Ffmpeg.probe(rig.inputs().camera());
        var inputs = PlanInputs.of(probed, folder.resolve("input"), folder, folder.resolve("out"), "result");
        Files.createLink(folder.resolve("out/result.mp4"), rig.inputs().camera());
        var commands = new ArrayList<List<String>>();
        for (Command command : media.planner(kind, YAML.readTree(options)).plan(inputs).commands()) {
            if (command.name().equals(name)) {
                var words = new ArrayList<>(List.of(command.program()));
                words.addAll(command.arguments());
                commands.add(words);
            }
        }
        if (commands.isEmpty()) {
            throw new IOException("There is no command " + name + " in the plan");
        }
        return Shell.run(folder, commands);
    }
}
