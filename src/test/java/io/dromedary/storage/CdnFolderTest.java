package io.dromedary.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A result is published by the attempt that counts, in whichever moment another one is overtaken. */
class CdnFolderTest {

    @TempDir
    Path folder;
    private CdnFolder cdn;

    @BeforeEach
    void make() {
        cdn = new CdnFolder(folder.resolve("cdn"), "http://localhost/cdn");
    }

    @Test
    void aResultIsPublishedWholeAndReplacesThatOfAnAttemptThatDied() {
        cdn.publish("job", result(1), () -> true);
        assertThat(published()).isEqualTo("1");
        cdn.publish("job", result(2), () -> true);
        assertThat(published()).isEqualTo("2");
    }

    @Test
    void anAttemptThatWasOvertakenPublishesNothing() {
        assertThatThrownBy(() -> cdn.publish("job", result(1), () -> false)).isInstanceOf(CancellationException.class);
        assertThat(cdn.file("job/out.mp4")).isEmpty();
    }

    @Test
    void anAttemptThatIsOvertakenBetweenItsCheckAndItsRenameLeavesTheOthersResult() {
        var asked = new AtomicInteger();
        assertThatThrownBy(() -> cdn.publish("job", result(1), () -> {
            if (asked.getAndIncrement() > 0) {
                return false;
            }
            cdn.publish("job", result(2), () -> true);
            return true;
        })).isInstanceOf(CancellationException.class);
        assertThat(published()).isEqualTo("2");
    }

    @Test
    void anAttemptThatIsOvertakenWhileItReplacesAnotherPutsItBack() {
        cdn.publish("job", result(1), () -> true);
        var asked = new AtomicInteger();
        assertThatThrownBy(() -> cdn.publish("job", result(2), () -> {
            if (asked.getAndIncrement() == 1) {
                cdn.publish("job", result(3), () -> true);
            }
            return asked.get() <= 2;
        })).isInstanceOf(CancellationException.class);
        assertThat(published()).isEqualTo("3");
    }

    /** Linux has a disk in memory beside that of the temporary folders. */
    @Test
    void aResultIsPublishedWholeOnAnotherDiskToo() throws IOException {
        Path root = Files.createTempDirectory(Path.of("/dev/shm"), "dromedary-cdn");
        try {
            var other = new CdnFolder(root, "http://localhost/cdn");
            other.publish("job", result(1), () -> true);
            other.publish("job", result(2), () -> true);
            assertThat(read(other.file("job/out.mp4").orElseThrow())).isEqualTo("2");
            assertThat(root).isDirectoryNotContaining("glob:**/.incoming*");
        } finally {
            FolderRemoval.remove(root);
        }
    }

    @Test
    void whatACrashLeftHalfCopiedIsNeverServedAndIsSwept() throws IOException {
        Path half = Files.createDirectories(folder.resolve("cdn/.incoming-job-x/out"));
        Files.writeString(half.resolve("out.mp4"), "half");
        assertThat(cdn.file(".incoming-job-x/out/out.mp4")).isEmpty();
        cdn.sweep(Instant.now().minusSeconds(60));
        assertThat(half).exists();
        cdn.sweep(Instant.now().plusSeconds(60));
        assertThat(half).doesNotExist();
    }

    private String published() {
        return cdn.file("job/out.mp4").map(CdnFolderTest::read).orElse("nothing");
    }

    private Path result(int attempt) {
        Path out = folder.resolve("work/job-" + attempt + "/out");
        try {
            Files.createDirectories(out);
            Files.writeString(out.resolve("out.mp4"), Integer.toString(attempt));
            return out;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
