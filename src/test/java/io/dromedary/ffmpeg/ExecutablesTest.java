package io.dromedary.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where programs are found, and what stands before them. */
class ExecutablesTest {

    @TempDir
    Path folder;

    @Test
    void aNameIsLookedUpInTheSearchPathInItsOrder() throws IOException {
        program("b/tool");
        program("c/tool");
        // Neither a folder of that name nor a file that cannot be run.
        Files.createDirectories(folder.resolve("a/tool"));
        Files.createDirectories(folder.resolve("d"));
        Files.createFile(folder.resolve("d/tool"), PosixFilePermissions.asFileAttribute(
                PosixFilePermissions.fromString("rw-r--r--")));
        assertThat(Executables.find("tool", folder + "/d:" + folder + "/a::" + folder + "/b:" + folder + "/c"))
                .contains(folder.resolve("b/tool"));
        assertThat(Executables.find("tool", folder + "/d:" + folder + "/nothing")).isEmpty();
    }

    @Test
    void aPathIsTakenAsItStands() throws IOException {
        Path tool = program("b/tool");
        assertThat(Executables.find(tool.toString(), "")).contains(tool);
        assertThat(Executables.find(folder.toString(), "")).isEmpty();
        assertThat(Executables.find(folder + "/nothing", "/usr/bin")).isEmpty();
    }

    @Test
    void setprivStandsBeforeItWhereThereIsOne() throws IOException {
        Path tool = program("b/tool");
        assertThat(Executables.words("tool", folder + "/b")).containsExactly(tool.toString());
        Path setpriv = program("b/setpriv");
        assertThat(Executables.words("tool", folder + "/b"))
                .containsExactly(setpriv.toString(), "--pdeathsig=KILL", "--", tool.toString());
        assertThat(Executables.words("nothing", folder + "/b")).containsExactly("nothing");
    }

    private Path program(String name) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }
}
