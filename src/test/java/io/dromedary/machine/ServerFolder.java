package io.dromedary.machine;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A temporary folder of a server that refuses to run as root, and is run as the user of PostgreSQL then. */
final class ServerFolder {

    private final Path folder;
    private final List<String> asItsUser;

    ServerFolder(String name) {
        try {
            folder = Files.createTempDirectory("dromedary-" + name);
            boolean root = (Integer) Files.getAttribute(folder, "unix:uid") == 0;
            asItsUser = root ? List.of("setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups") : List.of();
            give(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A file or folder in it. */
    Path resolve(String name) {
        return folder.resolve(name);
    }

    Path resolve(Path name) {
        return folder.resolve(name);
    }

    /** Lets its user have a file. */
    void give(Path file) {
        if (!asItsUser.isEmpty()) {
            run(List.of("chown", "postgres", file.toString()));
        }
    }

    /** A command of its user, to which more can be added. */
    List<String> asItsUser(String... command) {
        var whole = new ArrayList<>(asItsUser);
        whole.addAll(List.of(command));
        return whole;
    }

    /** Waits for the end of a command, which must be a good one. */
    void run(List<String> command) {
        try {
            if (launch(command).waitFor() != 0) {
                throw new IllegalStateException(command + " failed:\n" + log());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    Process launch(List<String> command) {
        try {
            return new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(logFile().toFile()))
                    .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null"))).start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What its commands have printed. */
    String log() {
        try {
            return Files.readString(logFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path logFile() {
        return folder.resolveSibling(folder.getFileName() + ".log");
    }

    void delete() {
        Folders.delete(folder);
        logFile().toFile().delete();
    }
}
