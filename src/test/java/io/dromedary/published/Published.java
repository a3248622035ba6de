package io.dromedary.published;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Pattern;

/** Replays a file of published requests and commands. */
public final class Published {

    private static final int AT_ONCE = 2;

    private Published() {
    }

    private record Line(Entry entry, Verdict verdict) {
    }

    /**
     * Prints what became of each entry, and how many work by generation; leaves with 1 if one does not.
     *
     * @param arguments URL of the server, file, folder for what is made, folder of samples, pattern of ids
     */
    public static void main(String[] arguments) throws Exception {
        List<Entry> entries = read(new File(arguments[1]), Pattern.compile(arguments[4]));
        Path folder = Path.of(arguments[2]).toAbsolutePath();
        var samples = new Samples(Path.of(arguments[3]).toAbsolutePath());
        List<Line> lines;
        try (var hosts = new Hosts()) {
            var worlds = new Worlds(new Api(URI.create(arguments[0]), System.getenv("ITTYBIT_API_KEY")), hosts, samples, folder);
            lines = replay(entries, worlds);
        }
        System.exit(summary(lines) ? 0 : 1);
    }

    private static List<Entry> read(File file, Pattern wish) throws IOException {
        var entries = new ArrayList<Entry>();
        for (JsonNode node : new ObjectMapper().readTree(file)) {
            var entry = new Entry(node);
            if (wish.matcher(entry.id()).find()) {
                entries.add(entry);
            }
        }
        return entries;
    }

    private static List<Line> replay(List<Entry> entries, Worlds worlds) throws InterruptedException, ExecutionException {
        ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);
        try {
            var tasks = new ArrayList<Future<Line>>();
            for (Entry entry : entries) {
                Callable<Line> task = () -> new Line(entry, replay(entry, worlds));
                tasks.add(threads.submit(task));
            }
            var lines = new ArrayList<Line>();
            for (Future<Line> task : tasks) {
                Line line = task.get();
                lines.add(line);
                System.out.printf("%-8s %-12s %s%s%n", line.verdict().word(), line.entry().generation(), line.entry().id(),
                        line.verdict().why().isEmpty() ? "" : "\n           " + line.verdict().why());
            }
            return lines;
        } finally {
            threads.shutdownNow();
        }
    }

    private static Verdict replay(Entry entry, Worlds worlds) {
        try (World world = worlds.of(entry)) {
            return new Replay(world).run();
        } catch (IOException | RuntimeException e) {
            return Verdict.fails("It could not be replayed: " + e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Verdict.fails("It was interrupted.");
        }
    }

    private static boolean summary(List<Line> lines) {
        Map<String, int[]> totals = new TreeMap<>();
        for (Line line : lines) {
            for (String generation : List.of(line.entry().generation(), "~ all")) {
                totals.computeIfAbsent(generation, none -> new int[4])[line.verdict().outcome().ordinal()]++;
            }
        }
        System.out.printf("%n%-14s %8s %8s %8s %8s%n", "generation", "works", "refused", "fails", "of");
        totals.forEach((generation, counts) -> System.out.printf("%-14s %8d %8d %8d %8d%n", generation.replace("~ ", ""),
                counts[0], counts[1], counts[2], counts[0] + counts[1] + counts[2]));
        return lines.stream().noneMatch(line -> line.verdict().outcome() == Verdict.Outcome.FAILS);
    }
}
