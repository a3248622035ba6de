package io.dromedary.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Folders as a program leaves them that means ill. */
class FolderRemovalTest {

    @TempDir
    Path root;

    @ParameterizedTest
    @ValueSource(strings = {
            "for _ in range(400): os.mkdir('d' * 100); os.chdir('d' * 100)",
            "[os.mkdir(str(i)) for i in range(30)]; [open('%d/%d' % (i % 30, i), 'w') for i in range(500)]",
            "os.makedirs('a/b/c'); open('a/b/c/f', 'w'); os.chmod('a/b/c', 0); os.chmod('a/b', 0o100); os.chmod('a', 0o200)",
            "os.symlink('../kept', 'link'); os.symlink('../kept/file', 'other'); os.mkfifo('pipe'); os.link('../kept/file', 'hard')",
            "os.mkdir('.removed-0'); os.makedirs('a/.removed-0/.removed-1'); os.makedirs('a/b'); open('.removed-1', 'w')",
            "open(b'\\xff\\n\\x1b', 'w'); os.mkdir(b'\\xfe'); os.makedirs(b'\\xfe/\\xfd/' + b'n' * 255)"})
    void whateverItHoldsItIsGoneAndNothingElse(String program) throws Exception {
        Path kept = Files.createDirectory(root.resolve("kept"));
        Files.writeString(kept.resolve("file"), "kept");
        Path folder = Files.createDirectory(root.resolve("folder"));
        Process guest = new ProcessBuilder("python3", "-c", "import os\n" + program.replace("; [open", "\n[open"))
                .directory(folder.toFile()).inheritIO().start();
        assertThat(guest.waitFor(5, TimeUnit.MINUTES)).isTrue();
        assertThat(guest.exitValue()).isZero();

        FolderRemoval.remove(folder);

        assertThat(folder).doesNotExist();
        assertThat(kept.resolve("file")).hasContent("kept");
        assertThat(list(root)).isEqualTo(1);
    }

    @Test
    void aFileALinkAndWhatIsGoneAlreadyAreRemovedToo() throws IOException {
        Path file = Files.writeString(root.resolve("file"), "kept");
        Path link = Files.createSymbolicLink(root.resolve("link"), root.resolve("file"));
        FolderRemoval.remove(link);
        assertThat(link).doesNotExist();
        assertThat(file).hasContent("kept");
        FolderRemoval.remove(file);
        FolderRemoval.remove(file);
        assertThat(list(root)).isZero();
    }

    private static long list(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.count();
        }
    }
}
