package io.dromedary.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Clips of a second, of which a job has little to do beside itself. */
final class TinyRows {

    private static final int CLIPS = 60;

    private TinyRows() {
    }

    static List<Row> rows() {
        return List.of(
                new Row("fixed", "1 s clip to mp4: from accepted to finished, beyond ffprobe and ffmpeg by hand", "ms",
                        Aim.beyondAtMost(60), 15, TinyRows::fixed),
                new Row("clips", "the same, " + CLIPS + " at once, against xargs of ffprobe and ffmpeg in a shell", "jobs/s",
                        Aim.ratioAtLeast(0.85), 3, TinyRows::clips),
                new Row("cpu", "the same, at once: CPU of the JVM for each", "ms", Aim.atMost(40), 5, TinyRows::cpu),
                new Row("memory", "resident memory of a new server after a few hundred of them", "MiB", Aim.atMost(300), 1,
                        TinyRows::memory));
    }

    private static JsonNode job(Rig rig) throws IOException, InterruptedException {
        return Client.job("video", rig.stored(rig.inputs().clip()), "{'width': 320, 'format': 'mp4'}");
    }

    private static List<List<String>> byHand(Rig rig) throws IOException, InterruptedException {
        JsonNode shown = rig.client().dryRun(job(rig));
        var commands = new ArrayList<>(Shell.commands(shown.at("/tasks/0")));
        commands.addAll(Shell.commands(shown.at("/tasks/2")));
        return commands;
    }

    private static Turn fixed(Rig rig, int number) throws IOException, InterruptedException {
        rig.warmUp(job(rig));
        Path folder = rig.folder(rig.inputs().clip());
        List<List<String>> commands = byHand(rig);
        double bare = Shell.run(folder, commands);
        return new Turn(Client.seconds(rig.client().run(job(rig))) * 1e3, bare * 1e3);
    }

    private static Turn clips(Rig rig, int number) throws IOException, InterruptedException {
        rig.warmUp(job(rig));
        int clips = rig.choose(8, CLIPS);
        double bare = Shell.runAll(rig.scratch(), rig.folders(rig.inputs().clip(), clips), byHand(rig), Machine.cores());
        return new Turn(clips / Client.seconds(rig.client().runAtOnce(job(rig), clips)), clips / bare);
    }

    private static Turn cpu(Rig rig, int number) throws IOException, InterruptedException {
        rig.warmUp(job(rig));
        int clips = rig.choose(8, CLIPS);
        double before = rig.server().cpuSeconds();
        rig.client().runAtOnce(job(rig), clips);
        return Turn.of((rig.server().cpuSeconds() - before) * 1e3 / clips);
    }

    private static Turn memory(Rig rig, int number) throws IOException, InterruptedException {
        rig.endServer();
        try (ServerProcess server = rig.anotherServer("memory-" + number)) {
            for (int i = 0; i < rig.choose(1, 5); i++) {
                server.client().runAtOnce(job(rig), rig.choose(8, CLIPS));
            }
            return Turn.of(server.residentMib());
        }
    }
}
