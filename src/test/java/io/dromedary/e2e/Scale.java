package io.dromedary.e2e;

import io.dromedary.machine.Folders;
import io.dromedary.machine.PostgresServer;
import io.dromedary.r2.R2Double;
import io.dromedary.r2.Tier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/**
 * How the throughput grows with the number of workers, for {@code bench/scale}: processes of their own beside a
 * database. Their encoder sleeps, as all of them share a machine here whose cores they would otherwise divide.
 */
final class Scale {

    private static final int SLOTS = 2;
    private static final int ROUNDS = 10;
    private static final String JOB = """
            {"kind": "video", "input": "s3://media/in.mp4", "connection_id": "r2", "options": {"width": 64},
             "output": "s3://media/out/{job_id}.mp4"}""";

    private final Path folder;
    private final R2Double r2;
    private final PostgresServer postgres;
    private final SharedDatabase database;
    private final SleepingEncoder encoder;

    /** What a number of workers did. */
    private record Run(int workers, int jobs, double seconds, double databaseMs) {

        double jobsPerSecond() {
            return jobs / seconds;
        }
    }

    private Scale(Path folder, int sleep) {
        this.folder = folder;
        r2 = R2Double.start(folder.resolve("r2"));
        r2.createBucket("media");
        Path sample = Samples.video(folder, "in.mp4", 64, 36, 1);
        r2.put("media", "in.mp4", sample, "video/mp4");
        postgres = new PostgresServer().start();
        database = new SharedDatabase(folder, postgres);
        encoder = new SleepingEncoder(folder, sample, 10 * sleep);
    }

    /**
     * Prints the throughput of 1, 2 and 4 workers, and what a job costs the database.
     *
     * @param arguments seconds that a job sleeps
     */
    public static void main(String[] arguments) throws IOException {
        Path folder = Files.createTempDirectory("dromedary-scale");
        var scale = new Scale(folder, Integer.parseInt(arguments[0]));
        var runs = new ArrayList<Run>();
        try {
            for (int workers : List.of(1, 2, 4)) {
                runs.add(scale.run(workers));
            }
        } finally {
            scale.postgres.close();
            scale.r2.close();
            Folders.delete(folder);
        }
        double one = runs.get(0).jobsPerSecond();
        System.out.printf("%7s  %5s  %13s  %9s  %19s%n", "workers", "jobs", "jobs a second", "of linear",
                "database, ms a job");
        for (Run run : runs) {
            System.out.printf(Locale.ROOT, "%7d  %5d  %13.2f  %9.3f  %19.1f%n", run.workers(), run.jobs(),
                    run.jobsPerSecond(), run.jobsPerSecond() / one / run.workers(), run.databaseMs());
        }
        System.exit(0);
    }

    private Run run(int number) {
        var nodes = new ArrayList<Node>();
        try {
            Node api = node("api-" + number, "api").start();
            nodes.add(api);
            if (number == 1) {
                api.api().connect("r2", r2.endpoint(), r2.newKey(Tier.OBJECT_READ_WRITE, "media"));
            }
            for (int i = 1; i <= number; i++) {
                nodes.add(node("worker-" + number + "-" + i, "worker").launch());
            }
            nodes.forEach(Node::awaitUp);
            work(api.api(), number * SLOTS);
            int jobs = number * SLOTS * ROUNDS;
            double cpu = cpuSeconds(postgres.process());
            long begin = System.nanoTime();
            work(api.api(), jobs);
            double seconds = (System.nanoTime() - begin) / 1e9;
            return new Run(number, jobs, seconds, (cpuSeconds(postgres.process()) - cpu) * 1e3 / jobs);
        } finally {
            nodes.forEach(Node::close);
        }
    }

    private Node node(String name, String role) {
        return encoder.of(new Node(folder.resolve(name))).with(database).with("DROMEDARY_ROLES", role)
                .with("DROMEDARY_WORKER_SLOTS", Integer.toString(SLOTS)).jvm("-Xmx256m");
    }

    /** Sends jobs, and waits until all are done. */
    private void work(Api api, int jobs) {
        var ids = new ArrayList<String>();
        for (int i = 0; i < jobs; i++) {
            ids.add(api.accepted(JOB));
        }
        Awaitility.await().atMost(Duration.ofMinutes(20)).pollInterval(Duration.ofMillis(50)).until(() ->
                database.number("select count(*) from jobs where status in ('queued', 'processing')") == 0);
        int failed = database.number("select count(*) from jobs where status <> 'succeeded'");
        if (failed > 0) {
            throw new IllegalStateException(failed + " of " + jobs + " jobs failed: " + api.job(ids.get(0)));
        }
    }

    /** Of a process and its children. */
    private static double cpuSeconds(Process process) {
        return Stream.concat(Stream.of(process.toHandle()), process.descendants())
                .map(one -> one.info().totalCpuDuration().orElse(Duration.ZERO)).mapToLong(Duration::toMillis).sum() / 1e3;
    }
}
