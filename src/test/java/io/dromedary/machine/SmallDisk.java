package io.dromedary.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A disk that one process alone sees, and that ends with it. Any user can make one where user namespaces work, which
 * the sandbox of ffmpeg needs too.
 */
public final class SmallDisk {

    private SmallDisk() {
    }

    /**
     * What stands before a program to let it see a disk.
     *
     * @param at   an empty folder
     * @param size bytes
     */
    public static List<String> words(Path at, int size) {
        return List.of("unshare", "--map-root-user", "--mount", "--", "sh", "-c",
                "mount -t tmpfs -o size=$1 tmpfs \"$2\" && shift 2 && exec \"$@\"", "disk", Integer.toString(size),
                at.toString());
    }

    /** Where the test finds a file that the process, while it runs, has on a disk of its own. */
    public static Path seenBy(Process process, Path file) {
        return Path.of("/proc", Long.toString(process.pid()), "root").resolve(Path.of("/").relativize(file));
    }

    /** Leaves no room on the disk of this folder. */
    public static void fill(Path folder) {
        byte[] bytes = new byte[4096];
        try (OutputStream file = Files.newOutputStream(folder.resolve("filling"))) {
            while (true) {
                file.write(bytes);
            }
        } catch (IOException full) {
            assertThat(full).hasMessageContaining("No space left");
        }
    }

    /** Makes room again. */
    public static void makeRoom(Path folder) {
        try {
            Files.delete(folder.resolve("filling"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
