package io.dromedary.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Parts of a film of 300 s, 614 MB, with a key frame each 2 s. */
final class PartRows {

    private static final double MB = 1e6;

    private PartRows() {
    }

    static List<Row> rows() {
        return List.of(
                new Row("part", "30 s out of a film of 300 s, 614 MB: read from the store", "MB", Aim.ratioAtMost(0.12), 1,
                        (rig, number) -> read(rig, "video", rig.isQuick() ? "{'start': 12, 'end': 15, 'height': 240}"
                                : "{'start': 120, 'end': 150, 'height': 480}")),
                new Row("poster-read", "poster at 5 s of it: read from the store", "MB", Aim.ratioAtMost(0.01), 1,
                        (rig, number) -> read(rig, "image", "{'start': 5}")),
                new Row("poster", "poster at 5 s of it: beyond ffprobe and ffmpeg on a local file", "s", Aim.beyondAtMost(0.15),
                        7, PartRows::poster),
                new Row("adaptive-read", "adaptive result of its first 4 s: read from the store", "MB", Aim.ratioAtMost(0.03), 1,
                        (rig, number) -> read(rig, "adaptive_video", "{'end': 4}")));
    }

    private static Turn read(Rig rig, String kind, String options) throws IOException, InterruptedException {
        Path film = rig.inputs().film();
        JsonNode job = Client.job(kind, rig.stored(film), options);
        long before = rig.sent(film);
        rig.client().run(job);
        return new Turn((rig.sent(film) - before) / MB, Files.size(film) / MB);
    }

    private static Turn poster(Rig rig, int number) throws IOException, InterruptedException {
        Path film = rig.inputs().film();
        JsonNode job = Client.job("image", rig.stored(film), "{'start': 5}");
        JsonNode shown = rig.client().dryRun(job);
        var commands = new ArrayList<>(Shell.commands(shown.at("/tasks/0")));
        commands.addAll(Shell.commands(shown.at("/tasks/2")));
        double bare = Shell.run(rig.folder(film), commands);
        return new Turn(Client.seconds(rig.client().run(job)), bare);
    }
}
