package io.dromedary.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Whole videos, from a bucket to a bucket. */
final class VideoRows {

    private VideoRows() {
    }

    static List<Row> rows() {
        return List.of(
                new Row("near", "20 s of 1080p, 290 MB, in a fast store, to 720p: against ffmpeg on a local file", "s",
                        Aim.ratioAtMost(1.05), 5, VideoRows::near),
                new Row("far", "the same from a store of 100 Mbit/s and 30 ms: against an ideal download, ffmpeg, and upload",
                        "s", Aim.ratioAtMost(0.80), 3, VideoRows::far),
                new Row("copy", "an MP4 that is already what was asked for, of 60 s: against encoding it", "s",
                        Aim.ratioAtMost(0.03), 3, VideoRows::copy));
    }

    private static ObjectNode toSmaller(Rig rig, String result) throws IOException, InterruptedException {
        return Client.job("video", rig.stored(rig.inputs().camera()), "{'height': 720, 'format': 'mp4'}")
                .put("output", Rig.url(result));
    }

    /** Seconds that the commands of a job take on a local file. */
    private static double byHand(Rig rig, JsonNode job) throws IOException, InterruptedException {
        Path folder = rig.folder(rig.inputs().camera());
        return Shell.run(folder, Shell.commands(rig.client().dryRun(job).at("/tasks/2")));
    }

    private static Turn near(Rig rig, int number) throws IOException, InterruptedException {
        JsonNode job = toSmaller(rig, "near-" + number + ".mp4");
        double bare = byHand(rig, job);
        return new Turn(Client.seconds(rig.client().run(job)), bare);
    }

    private static Turn far(Rig rig, int number) throws IOException, InterruptedException {
        String result = "far-" + number + ".mp4";
        JsonNode job = toSmaller(rig, result);
        double encode = byHand(rig, job);
        JsonNode done = rig.farAway(() -> rig.client().run(job));
        return new Turn(Client.seconds(done), ideal(Files.size(rig.inputs().camera())) + encode + ideal(rig.size(result)));
    }

    /** A transfer that fills the line from its first moment to its last one takes so many seconds. */
    private static double ideal(long bytes) {
        return Rig.FAR_DELAY.toMillis() / 1e3 + (double) bytes / Rig.FAR_BYTES_A_SECOND;
    }

    private static Turn copy(Rig rig, int number) throws IOException, InterruptedException {
        String input = rig.stored(rig.inputs().encoded());
        JsonNode copied = rig.client().run(Client.job("video", input, "{'format': 'mp4'}"));
        JsonNode encoded = rig.client().run(Client.job("video", input, "{'format': 'mp4', 'copy': false}"));
        return new Turn(Client.seconds(copied), Client.seconds(encoded));
    }
}
