package io.dromedary.cli;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/**
 * The local target of a result: none, a file, or a folder in which it keeps its name.
 *
 * @param path the file or the folder; empty if there is none
 * @param isFolder whether results keep their names
 * @param isOutput whether the result is written to standard output
 * @param isNew whether existing files stay, and a result with the same name gets a number
 */
record LocalTarget(Optional<Path> path, boolean isFolder, boolean isNew, boolean isOutput) {

    /** What stands for standard output, as everywhere. */
    static final String OUTPUT = "-";

    private static final String PLAYLIST = ".m3u8";

    /** The result is not downloaded. */
    static LocalTarget none() {
        return new LocalTarget(Optional.empty(), false, false, false);
    }

    /** Parses what the user typed; it is a folder if it exists as one, or ends in a slash. */
    static LocalTarget of(String typed, Path directory) {
        Path path = directory.resolve(typed);
        return new LocalTarget(Optional.of(path), typed.endsWith("/") || Files.isDirectory(path), false, false);
    }

    /**
     * Standard output, which must not be a terminal.
     *
     * @param severalFiles whether the result is known to be several files
     * @throws CliFailure if the result cannot be written there
     */
    static LocalTarget output(Context context, boolean severalFiles) {
        if (severalFiles) {
            throw new CliFailure(ExitCode.USAGE, "--output -: the result is several files, and standard output takes one."
                    + " Name a folder, with a slash at its end.");
        }
        if (context.surroundings().terminal().interactive()) {
            throw new CliFailure(ExitCode.USAGE, "--output -: standard output is this terminal, which cannot show the result."
                    + " Send it to a file or a program, as by > or |.");
        }
        context.takeOutput();
        return new LocalTarget(Optional.empty(), false, false, true);
    }

    /** Does it name the master playlist of a streaming result, whose other files are in a folder of its name? */
    boolean isMaster() {
        return !isFolder && path.map(file -> file.getFileName().toString().toLowerCase(Locale.ROOT))
                .filter(name -> name.endsWith(PLAYLIST) && name.length() > PLAYLIST.length()).isPresent();
    }

    /** The default: the working directory and the input's name, without overwriting anything. */
    static LocalTarget beside(String input, Path directory, boolean makesFolder) {
        String name = input.replaceFirst("[?#].*", "").replaceFirst(".*/", "").replaceFirst("(?<=.)\\.[^.]*$", "");
        return new LocalTarget(Optional.of(makesFolder ? free(directory.resolve(name.isEmpty() ? "output" : name))
                : directory), true, true, false);
    }

    /** The first of name, name-1, name-2 that does not exist. */
    private static Path free(Path wanted) {
        String name = wanted.getFileName().toString();
        int dot = name.lastIndexOf('.') > 0 ? name.lastIndexOf('.') : name.length();
        Path path = wanted;
        for (int i = 1; Files.exists(path); i++) {
            path = wanted.resolveSibling(name.substring(0, dot) + "-" + i + name.substring(dot));
        }
        return path;
    }

    /**
     * Refuses to overwrite the input.
     *
     * @param input the input, if it is a local file
     */
    void refuse(Optional<Path> input) {
        boolean same = !isFolder && path.isPresent() && input.filter(i -> isSame(i, path.get())).isPresent();
        if (same) {
            throw new CliFailure(ExitCode.USAGE, "--output: " + path.get() + " is the input. Name another file.");
        }
    }

    private static boolean isSame(Path one, Path other) {
        try {
            return Files.exists(one) && Files.exists(other) && Files.isSameFile(one, other);
        } catch (IOException e) {
            return one.normalize().equals(other.normalize());
        }
    }

    /**
     * Refuses a target that cannot be written, before the job starts.
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
        // A folder for several files is created with them; the parent of a file is not, as it may be misspelt.
        Path there = (isFolder || isMaster()) && !Files.exists(folder) ? folder.getParent() : folder;
        if (!Files.isDirectory(there)) {
            throw new CliFailure(ExitCode.USAGE, "--output: the folder " + there + " does not exist. Create it first.");
        }
        if (!Files.isWritable(there)) {
            throw new CliFailure(ExitCode.USAGE, "--output: the folder " + there + " cannot be written to.");
        }
    }

    /** The folder of the files beside a master playlist. */
    Path folderOfMaster() {
        String name = path.orElseThrow().getFileName().toString();
        return folder().resolve(name.substring(0, name.length() - PLAYLIST.length()));
    }

    Path folder() {
        Path target = path.orElseThrow().toAbsolutePath().normalize();
        return isFolder ? target : target.getParent();
    }

    /** The file for the result at a URL. */
    Path file(URI url) {
        Path file = isFolder ? folder().resolve(ResultDownload.name(url)) : path.orElseThrow();
        return isNew ? free(file) : file;
    }
}
