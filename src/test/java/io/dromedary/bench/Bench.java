package io.dromedary.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Measures rows of the table, for {@code bin/bench}. */
public final class Bench {

    private static final ObjectMapper JSON = new ObjectMapper();
    private final Rig rig;
    private final boolean quick;

    private Bench(Rig rig, boolean quick) {
        this.rig = rig;
        this.quick = quick;
    }

    /** All rows, in the order of the table. */
    static List<Row> rows() {
        return Stream.of(VideoRows.rows(), TinyRows.rows(), PartRows.rows(), List.of(LadderRow.row()), StillRows.rows(),
                ProgramRows.rows()).flatMap(List::stream).toList();
    }

    /**
     * Prints the table to standard output, and writes it as JSON. Ends with 1 if a row cannot be measured; one that does not
     * reach its aim is no failure.
     *
     * @param args {@code list}; or the folder where inputs and results are kept, an empty folder to work in, {@code quick} or
     *             {@code full}, and names of rows, none for all
     */
    public static void main(String[] args) throws Exception {
        if (args[0].equals("list")) {
            rows().forEach(row -> System.out.printf(Locale.ROOT, "%-14s %s %s%n", row.name(), row.title(),
                    row.aim().map(aim -> "(" + aim + ")").orElse("")));
            return;
        }
        List<String> names = List.of(args).subList(3, args.length);
        List<Row> wanted = rows().stream().filter(row -> names.isEmpty() || names.contains(row.name())).toList();
        if (wanted.size() < names.size()) {
            System.err.println("bench: no row has this name: " + names.stream()
                    .filter(name -> wanted.stream().noneMatch(row -> row.name().equals(name))).toList());
            System.exit(2);
        }
        // Whoever is told to end leaves no server behind.
        Runtime.getRuntime().addShutdownHook(new Thread(() -> ProcessHandle.current().descendants().forEach(ProcessHandle::destroy)));
        boolean quick = args[2].equals("quick");
        var table = new Table("bin/bench" + (quick ? " --quick" : "") + (names.isEmpty() ? "" : " --only " + String.join(",", names)));
        ObjectNode machine = Machine.describe();
        List<Result> results;
        Path folder = Path.of(args[0]).toAbsolutePath();
        try (var rig = new Rig(folder, Path.of(args[1]).toAbsolutePath(), quick)) {
            results = new Bench(rig, quick).measure(wanted, table);
        }
        table.end(machine);
        table.write(folder.resolve("block.md"));
        write(folder.resolve("results.json"), args[2], machine, results);
        boolean failed = results.stream().anyMatch(result -> result.failure().isPresent());
        // Idle clients' threads would keep the process.
        System.exit(failed ? 1 : 0);
    }

    private List<Result> measure(List<Row> wanted, Table table) {
        var results = new ArrayList<Result>();
        for (Row row : wanted) {
            System.err.println("bench: " + row.name() + ": " + row.title() + " ...");
            Result result = measure(row);
            table.add(result);
            result.failure().ifPresent(why -> System.err.println("bench: " + row.name() + " failed: " + why));
            results.add(result);
        }
        return results;
    }

    private Result measure(Row row) {
        var turns = new ArrayList<Turn>();
        try {
            for (int number = 0; number < (quick ? 1 : row.turns()); number++) {
                turns.add(row.work().turn(rig, number));
            }
            return new Result(row, turns, Optional.empty());
        } catch (Exception | AssertionError e) {
            return new Result(row, turns, Optional.of(e.toString()));
        }
    }

    private static void write(Path file, String mode, ObjectNode machine, List<Result> results) throws IOException {
        ObjectNode all = JSON.createObjectNode().put("date", LocalDate.now().toString()).put("mode", mode);
        all.set("machine", machine);
        all.set("settings", JSON.valueToTree(Switches.all()));
        results.forEach(result -> all.withArray("rows").add(result.json()));
        Files.writeString(file, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(all) + "\n");
    }
}
