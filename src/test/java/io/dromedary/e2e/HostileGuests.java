package io.dromedary.e2e;

import io.dromedary.e2e.HostileGuest.Result;
import io.dromedary.e2e.HostileGuest.Wall;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** The long form of {@link HostileGuestTest}: all attacks with every kind of walls that this machine has, as a table. */
final class HostileGuests implements LongRun.Outcome {

    private final List<String> lines = new ArrayList<>();
    private int attacks;
    private int through;

    private void run(Path folder, Wall wall) throws IOException {
        try (var guest = new HostileGuest(folder.resolve(wall.name()), wall)) {
            Map<String, String> before = guest.watched();
            for (Result result : guest.run(HostileAttack.all())) {
                attacks++;
                through += result.wrong().isEmpty() ? 0 : 1;
                line(result.attack().what(), wall, result.wrong().isEmpty() ? text(result.end())
                        : "CAME THROUGH: " + String.join("; ", result.wrong()));
            }
            boolean isWhole = guest.watched().equals(before);
            through += isWhole ? 0 : 1;
            line("files of the server", wall, isWhole ? "unchanged" : "CHANGED: " + difference(before, guest.watched()));
            // What was watched would have been seen to change.
            Files.writeString(guest.canary(), "changed");
            if (guest.watched().equals(before)) {
                through++;
                line("a change of the canary", wall, "IS NOT SEEN");
            }
        }
    }

    private void line(String what, Wall wall, String end) {
        String line = "%-62s %-17s %s".formatted(what, wall.text(), end);
        lines.add(line.length() <= 300 ? line : line.substring(0, 300) + "…");
    }

    private static String text(String end) {
        return switch (end) {
            case HostileAttack.REFUSED -> "refused at the door";
            case HostileAttack.WELL -> "nothing came of it";
            default -> end;
        };
    }

    private static String difference(Map<String, String> before, Map<String, String> after) {
        return Stream.concat(before.keySet().stream(), after.keySet().stream()).distinct()
                .filter(name -> !String.valueOf(before.get(name)).equals(after.get(name))).toList().toString();
    }

    @Override
    public String table() {
        return String.join("\n", lines) + "\n" + attacks + " attacks, " + through + " came through";
    }

    @Override
    public boolean isRight() {
        return through == 0;
    }

    /**
     * The long form.
     *
     * @param arguments the walls, by their names in small letters; all that this machine has when there are none
     */
    public static void main(String[] arguments) throws Exception {
        List<Wall> walls = arguments.length == 0 ? Wall.ofThisMachine() : List.of(arguments).stream()
                .map(name -> Wall.valueOf(name.toUpperCase(Locale.ROOT).replace('-', '_'))).toList();
        LongRun.run("hostile-guest", folder -> {
            var all = new HostileGuests();
            for (Wall wall : walls) {
                all.run(folder, wall);
            }
            return all;
        });
    }
}
