package io.dromedary.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The other programs of {@code bench/} that measure speed: each is run, and a figure taken from what it prints. */
final class ProgramRows {

    private ProgramRows() {
    }

    /**
     * A program.
     *
     * @param figure finds it in what the program prints
     * @param quick the arguments of a quick run
     */
    record Program(String name, String title, String unit, String figure, String quick, String usual) {

        double figure(String printed) throws IOException {
            var found = Pattern.compile(figure, Pattern.MULTILINE).matcher(printed);
            if (!found.find()) {
                throw new IOException("bench/" + name + " printed no figure: " + printed);
            }
            return Double.parseDouble(found.group(1));
        }

        private Row row() {
            return new Row(name, "bench/" + name + ": " + title, unit, Optional.empty(), 1, (rig, number) -> {
                rig.endServer();
                var command = new ArrayList<>(List.of("bench/" + name));
                command.addAll(List.of((rig.isQuick() ? quick : usual).split(" ")));
                String printed = printed(rig, command);
                System.err.print(printed);
                return Turn.of(figure(printed));
            });
        }
    }

    static List<Program> programs() {
        return List.of(
                new Program("start", "from the command to the first healthy answer", "s", "^med\\. +([\\d.]+)", "1 0", "5 30"),
                new Program("accept", "jobs that are accepted from 16 clients", "jobs/s", "^ *16 +(\\d+)", "1", "10"),
                new Program("pickup", "from the acceptance to the first attempt, in one process", "ms",
                        "^one process +\\d+ +([\\d.]+)", "5", "200"),
                new Program("lists", "the newest 20 of a million jobs, of SQLite", "ms", "^SQLite +the newest 20 +([\\d.]+)",
                        "1000 5", "1000000 500"),
                new Program("scale", "throughput of four workers, as a share of four times that of one", "share",
                        "^ *4 +\\d+ +[\\d.]+ +([\\d.]+)", "1", "10"));
    }

    static List<Row> rows() {
        return programs().stream().map(Program::row).toList();
    }

    private static String printed(Rig rig, List<String> command) throws IOException, InterruptedException {
        Path output = Files.createTempFile(rig.scratch(), "printed", ".txt");
        Shell.run(Path.of("").toAbsolutePath(), command, ProcessBuilder.Redirect.to(output.toFile()));
        return Files.readString(output);
    }
}
