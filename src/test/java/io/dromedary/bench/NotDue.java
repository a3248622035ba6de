package io.dromedary.bench;

import io.dromedary.database.Database;
import io.dromedary.database.FilledTables;
import java.nio.file.Files;
import java.nio.file.Path;

/** Makes a data folder in which many jobs are not yet due, for {@code bench/accept}. */
public final class NotDue {

    private NotDue() {
    }

    /**
     * Makes the folder and its database.
     *
     * @param args the data folder, and the number of jobs
     */
    public static void main(String[] args) throws Exception {
        Path folder = Files.createDirectories(Path.of(args[0]));
        try (var database = Database.open(folder.resolve("dromedary.db"))) {
            FilledTables.fillQueueWithJobsNotDue(database.jdbi(), Integer.parseInt(args[1]));
        }
        System.exit(0);
    }
}
