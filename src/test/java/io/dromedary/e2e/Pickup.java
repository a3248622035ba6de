package io.dromedary.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import io.dromedary.machine.Folders;
import io.dromedary.machine.PostgresServer;
import io.dromedary.r2.R2Double;
import io.dromedary.r2.Tier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;

/**
 * How long a job waits for a worker that has nothing else to do, for {@code bench/pickup}: on engines in the server, and
 * on a broker and a database in processes of their own, in turns.
 */
final class Pickup {

    private static final int WARM_UP = 20;
    private static final String JOB = """
            {"kind": "image", "input": "s3://media/in.mp4", "connection_id": "r2", "options": {"width": 32}}""";

    private Pickup() {
    }

    /**
     * Prints the times from the acceptance of a job to the beginning of its first attempt, as the server notes them.
     *
     * @param arguments number of jobs
     */
    public static void main(String[] arguments) throws IOException {
        int jobs = Integer.parseInt(arguments[0]);
        Path folder = Files.createTempDirectory("dromedary-pickup");
        var waits = new LinkedHashMap<String, List<Long>>();
        try (var r2 = R2Double.start(folder.resolve("r2")); var postgres = new PostgresServer().start();
                var engines = new Engines(folder.resolve("engines"), postgres, false);
                var embedded = new Node(folder.resolve("embedded")).alone().start();
                var external = new Node(folder.resolve("external")).with(engines).start()) {
            r2.createBucket("media");
            r2.put("media", "in.mp4", Samples.video(folder, "in.mp4", 64, 36, 1), "video/mp4");
            var nodes = new LinkedHashMap<String, Api>();
            nodes.put("embedded", embedded.api());
            nodes.put("external", external.api());
            nodes.values().forEach(api -> api.connect("r2", r2.endpoint(), r2.newKey(Tier.OBJECT_READ, "media")));
            for (int i = 0; i < WARM_UP + jobs; i++) {
                boolean counts = i >= WARM_UP;
                nodes.forEach((name, api) -> {
                    long wait = waitOfOne(api);
                    if (counts) {
                        waits.computeIfAbsent(name, any -> new ArrayList<>()).add(wait);
                    }
                });
            }
        }
        Folders.delete(folder);
        System.out.printf("%-9s  %5s  %9s  %7s  %7s%n", "engines", "jobs", "median ms", "99 % ms", "most ms");
        waits.forEach((name, times) -> {
            times.sort(null);
            System.out.printf(Locale.ROOT, "%-9s  %5d  %9d  %7d  %7d%n", name, times.size(),
                    times.get(times.size() / 2), times.get(times.size() * 99 / 100), times.get(times.size() - 1));
        });
        System.exit(0);
    }

    private static long waitOfOne(Api api) {
        JsonNode job = api.finished(api.accepted(JOB));
        if (!job.get("status").asText().equals("succeeded")) {
            throw new IllegalStateException(job.toString());
        }
        return job.get("started_at").asLong() - job.get("created_at").asLong();
    }
}
