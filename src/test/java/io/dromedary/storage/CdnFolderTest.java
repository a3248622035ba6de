package io.dromedary.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Publishing into a folder that is on another disk than the job's: Linux has one in memory. */
class CdnFolderTest {

    @TempDir
    Path work;
    private Path root;
    private CdnFolder cdn;

    @BeforeEach
    void setUp() throws IOException {
        root = Files.createTempDirectory(Path.of("/dev/shm"), "dromedary-cdn");
        cdn = new CdnFolder(root, "http://localhost/cdn");
    }

    @AfterEach
    void tearDown() {
        Workspace.remove(root);
    }

    @Test
    void aResultIsPublishedWholeOnAnotherDisk() throws IOException {
        Files.createDirectories(work.resolve("out/720p"));
        Files.writeString(work.resolve("out/720p/stream.m3u8"), "#EXTM3U");
        cdn.publish("job_1", work.resolve("out"));
        assertThat(cdn.file("job_1/720p/stream.m3u8").orElseThrow()).hasContent("#EXTM3U");
        assertThat(root).isDirectoryNotContaining("glob:**/.incoming*");
    }

    @Test
    void whatACrashLeftHalfCopiedIsNeverServedAndIsSwept() throws IOException {
        Path half = Files.createDirectories(root.resolve(".incoming-job_1-x"));
        Files.writeString(half.resolve("video.mp4"), "half");
        assertThat(cdn.file(".incoming-job_1-x/video.mp4")).isEmpty();
        cdn.sweep(Instant.now().minusSeconds(60));
        assertThat(half).exists();
        cdn.sweep(Instant.now().plusSeconds(60));
        assertThat(half).doesNotExist();
    }
}
