package io.dromedary.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Folders that attempts have left behind go while the server runs. */
class WorkspaceTest {

    private static final Instant NOW = Instant.parse("2026-11-29T12:00:00Z");

    @TempDir
    Path root;

    private Path made(String name, Instant changed) throws IOException {
        Path folder = Files.createDirectories(root.resolve(name));
        Files.writeString(folder.resolve("input"), "x");
        Files.setLastModifiedTime(folder, FileTime.from(changed));
        return folder;
    }

    @Test
    void whatNobodyWorksInGoesAndTheRestStays() throws IOException {
        Path left = made("job_a-1", NOW.minusSeconds(600));
        Path atWork = made("job_b-2", NOW.minusSeconds(600));
        Path young = made("job_c-1", NOW);
        Path of = made("capabilities", NOW.minusSeconds(600));
        new Workspace(root).sweep(name -> !name.equals("job_b-2"), NOW.minusSeconds(60));
        assertThat(left).doesNotExist();
        assertThat(root).isDirectoryContaining(atWork::equals).isDirectoryContaining(young::equals)
                .isDirectoryContaining(of::equals);
    }
}
