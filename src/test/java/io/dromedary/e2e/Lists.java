package io.dromedary.e2e;

import io.dromedary.database.Database;
import io.dromedary.database.DatabaseAddress;
import io.dromedary.database.FilledTables;
import io.dromedary.machine.Folders;
import io.dromedary.machine.PostgresServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;

/** How long the API takes to answer with a page of very many jobs, for {@code bench/lists}. */
final class Lists {

    private static final int FIRST = 10_000_001;

    private Lists() {
    }

    /**
     * Prints the times to an answer of a node that does none of the jobs that wait, by the kind of list and database.
     *
     * @param arguments number of jobs, and of requests for each kind of list
     */
    public static void main(String[] arguments) throws IOException {
        int jobs = Integer.parseInt(arguments[0]);
        int requests = Integer.parseInt(arguments[1]);
        Path folder = Files.createTempDirectory("dromedary-lists");
        System.out.printf("%-10s  %-28s  %9s  %7s  %7s%n", "database", "list", "median ms", "99 % ms", "most ms");
        var embedded = new Node(folder.resolve("sqlite")).alone().with("DROMEDARY_ROLES", "api");
        Files.createDirectories(embedded.data());
        try (var database = Database.open(embedded.data().resolve("dromedary.db"))) {
            FilledTables.fill(database.jdbi(), jobs, FIRST);
        }
        try (embedded) {
            measure("SQLite", embedded.start().api(), jobs, requests);
        }
        try (var postgres = new PostgresServer().start()) {
            var shared = new SharedDatabase(folder, postgres);
            var address = new DatabaseAddress(shared.url(), Optional.of(PostgresServer.USER), Optional.of(""));
            try (var database = Database.open(address)) {
                FilledTables.fill(database.jdbi(), jobs, FIRST);
                // As the server does by itself from time to time.
                database.jdbi().useHandle(handle -> handle.execute("vacuum analyze"));
            }
            try (var external = new Node(folder.resolve("postgresql")).with(shared).with("DROMEDARY_ROLES", "api")) {
                measure("PostgreSQL", external.start().api(), jobs, requests);
            }
        }
        Folders.delete(folder);
        System.exit(0);
    }

    /** One kind of list after the other, each from places all over it. */
    private static void measure(String database, Api api, int jobs, int requests) {
        var random = new Random(1);
        Supplier<String> anywhere = () -> Integer.toString(FIRST + random.nextInt(jobs / 2));
        measure(database, "the newest 20", () -> "/jobs", api, requests);
        measure(database, "100 from anywhere", () -> "/jobs?limit=100&after=job_" + anywhere.get(), api, requests);
        measure(database, "of a status, from anywhere",
                () -> "/jobs?status=failed&after=job_" + anywhere.get(), api, requests);
        measure(database, "of a kind and a status",
                () -> "/jobs?kind=audio&status=succeeded&after=job_" + anywhere.get(), api, requests);
        measure(database, "of an input", () -> "/jobs?input=s3://bucket/" + random.nextInt(100), api, requests);
        measure(database, "tasks, from anywhere", () -> "/tasks?after=task_" + anywhere.get(), api, requests);
        measure(database, "one job", () -> "/jobs/job_" + anywhere.get(), api, requests);
    }

    private static void measure(String database, String name, Supplier<String> path, Api api, int requests) {
        List<Double> times = new ArrayList<>();
        for (int i = 0; i < requests; i++) {
            String wanted = path.get();
            long begin = System.nanoTime();
            Api.Answer answer = api.get(wanted);
            times.add((System.nanoTime() - begin) / 1e6);
            if (answer.status() != 200 || answer.response().body().length() < 100) {
                throw new IllegalStateException(wanted + ": " + answer.status() + " " + answer.response().body());
            }
        }
        times.sort(null);
        System.out.printf(Locale.ROOT, "%-10s  %-28s  %9.1f  %7.1f  %7.1f%n", database, name,
                times.get(requests / 2), times.get(requests * 99 / 100), times.get(requests - 1));
    }
}
