package io.dromedary.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Folders of every kind that somebody can leave to be removed. */
class FolderRemovalTest {

    @TempDir
    Path machine;

    @Test
    void aFolderGoesWithAllThatIsInIt() throws IOException {
        Path folder = Files.createDirectories(machine.resolve("job/a/b/c")).getParent().getParent().getParent();
        Files.writeString(folder.resolve("file"), "x");
        Files.writeString(folder.resolve("a/b/c/file"), "x");
        FolderRemoval.remove(folder);
        assertThat(folder).doesNotExist();
        FolderRemoval.remove(folder);
    }

    @Test
    void linksAreRemovedAndNotFollowed() throws IOException {
        Path kept = Files.createDirectories(machine.resolve("kept"));
        Files.writeString(kept.resolve("file"), "kept");
        Path folder = Files.createDirectories(machine.resolve("job/a")).getParent();
        Files.createSymbolicLink(folder.resolve("link"), kept);
        Files.createSymbolicLink(folder.resolve("a/link"), kept);
        Files.createSymbolicLink(folder.resolve("a/dangling"), Path.of("nowhere"));
        FolderRemoval.remove(folder);
        assertThat(folder).doesNotExist();
        assertThat(kept.resolve("file")).hasContent("kept");
    }

    /** Deeper than a path can be long. */
    @Test
    void aThousandLevelsAreNoObstacle() throws Exception {
        Path folder = Files.createDirectories(machine.resolve("job"));
        run(folder, "import os\nfor i in range(3000):\n os.mkdir('level-%d' % i)\n os.chdir('level-%d' % i)\nopen('deep', 'w')");
        FolderRemoval.remove(folder);
        assertThat(folder).doesNotExist();
    }

    @Test
    void namesThatAreNoTextArePassedThrough() throws Exception {
        Path folder = Files.createDirectories(machine.resolve("job"));
        run(folder, "import os\nos.mkdir(b'\\xff\\xfe')\nopen(b'\\xff\\xfe/\\x80', 'w')\nopen(b'a' * 255, 'w')\n"
                + "os.mkfifo('pipe')\nopen('.removed-0', 'w')\nos.mkdir('.removed-1')\nos.makedirs('.removed-2/.removed-1/x')");
        FolderRemoval.remove(folder);
        assertThat(folder).doesNotExist();
    }

    @Test
    void foldersThatNobodyMayListAreOpened() throws Exception {
        Path folder = Files.createDirectories(machine.resolve("job/closed/inner")).getParent().getParent();
        Files.writeString(folder.resolve("closed/file"), "x");
        Files.setPosixFilePermissions(folder.resolve("closed/inner"), PosixFilePermissions.fromString("---------"));
        Files.setPosixFilePermissions(folder.resolve("closed"), PosixFilePermissions.fromString("---------"));
        FolderRemoval.remove(folder);
        assertThat(folder).doesNotExist();
    }

    private static void run(Path folder, String program) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(List.of("python3", "-c", program)).directory(folder.toFile()).inheritIO().start();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
    }
}
