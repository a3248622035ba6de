package io.dromedary.cli;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where on this machine a result is wanted: nowhere, under the name of a file, or in a folder under its own name.
 *
 * @param path the file or the folder; empty when it is wanted nowhere
 * @param isFolder whether results keep their names
 */
record LocalTarget(Optional<Path> path, boolean isFolder) {

    /** The result stays where the server put it. */
    static LocalTarget none() {
        return new LocalTarget(Optional.empty(), false);
    }

    /** What a person typed; a folder is one that is there, or has a slash at its end. */
    static LocalTarget of(String typed, Path directory) {
        Path path = directory.resolve(typed);
        return new LocalTarget(Optional.of(path), typed.endsWith("/") || Files.isDirectory(path));
    }

    /**
     * Refuses what could never be written, before any work is done for it.
     *
     * @throws CliFailure with the reason
     */
    void check() {
        if (path.isEmpty()) {
            return;
        }
        Path folder = folder();
        if (isFolder && Files.exists(folder) && !Files.isDirectory(folder)) {
            throw new CliFailure(ExitCode.USAGE, "--output: " + folder + " is a file, not a folder.");
        }
        // A folder that was asked for is made with the results; the one of a file may be misspelt.
        Path there = isFolder && !Files.exists(folder) ? folder.getParent() : folder;
        if (!Files.isDirectory(there)) {
            throw new CliFailure(ExitCode.USAGE, "--output: the folder " + there + " does not exist. Create it first.");
        }
        if (!Files.isWritable(there)) {
            throw new CliFailure(ExitCode.USAGE, "--output: the folder " + there + " cannot be written to.");
        }
    }

    /** The folder that holds the results. */
    Path folder() {
        Path target = path.orElseThrow().toAbsolutePath().normalize();
        return isFolder ? target : target.getParent();
    }

    /** The file for the result at a URL. */
    Path file(URI url) {
        return isFolder ? folder().resolve(Download.name(url)) : path.orElseThrow();
    }
}
