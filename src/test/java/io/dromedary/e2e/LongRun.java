package io.dromedary.e2e;

import io.dromedary.machine.Folders;
import java.nio.file.Files;
import java.nio.file.Path;

/** The long form of a test as a program: in a folder of its own, which is gone when it ends. */
final class LongRun {

    private LongRun() {
    }

    /** What such a program has found out. */
    interface Outcome {

        /** The table that a person reads. */
        String table();

        /** Is all as it should be? */
        boolean isRight();
    }

    /** What it does. */
    interface Body {

        Outcome run(Path folder) throws Exception;
    }

    /**
     * Does it, prints what came of it, and ends: with 1 where something is wrong.
     *
     * @param name names the folder
     */
    static void run(String name, Body body) throws Exception {
        Path folder = Files.createTempDirectory("dromedary-" + name);
        Outcome outcome = body.run(folder);
        Folders.delete(folder);
        System.out.println(outcome.table());
        System.exit(outcome.isRight() ? 0 : 1);
    }
}
