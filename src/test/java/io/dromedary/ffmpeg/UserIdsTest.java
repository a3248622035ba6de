package io.dromedary.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two servers on one machine, and what others may have put in their way. */
class UserIdsTest {

    @TempDir
    Path folder;

    @Test
    void anIdIsOfOneGuestAtATime() {
        var ids = new UserIds(60_706, Optional.of(folder));
        assertThat(ids.take()).isEqualTo(60_706);
        assertThat(ids.take()).isEqualTo(60_707);
        ids.giveBack(60_706);
        assertThat(ids.take()).isEqualTo(60_706);
        assertThat(ids.has(60_705)).isFalse();
        assertThat(ids.has(60_706)).isTrue();
        assertThat(ids.has(0)).isFalse();
    }

    /** As in a user namespace, where root is root of itself alone. */
    @Test
    void whereThereAreNoSuchIdsNoneAreGiven() {
        assertThat(UserIds.holds(List.of("         0          0 4294967295"), 60706)).isTrue();
        assertThat(UserIds.holds(List.of("         0       1000          1", "1 100000 65536"), 60706)).isTrue();
        assertThat(UserIds.holds(List.of("         0          0          1"), 60706)).isFalse();
        assertThat(UserIds.holds(List.of("0 100000 60800"), 60706)).isFalse();
        assertThat(UserIds.holds(List.of(), 60706)).isFalse();
    }

    @Test
    void whenAllAreTakenThatIsSaid() {
        var ids = new UserIds(60_706, Optional.empty());
        Set<Integer> taken = new HashSet<>();
        for (int i = 0; i < 470; i++) {
            taken.add(ids.take());
        }
        assertThat(taken).hasSize(470).allMatch(ids::has);
        assertThatThrownBy(ids::take).isInstanceOf(IllegalStateException.class).hasMessageContaining("470");
    }

    @Test
    void whatAnotherServerHasTakenIsNotTakenAgainUntilItIsGone() throws IOException {
        var ids = new UserIds(60_706, Optional.of(folder));
        var others = new UserIds(60_706, Optional.of(folder));
        assertThat(others.take()).isEqualTo(60_706);
        assertThat(ids.take()).isEqualTo(60_707);
        Process other = other();
        try {
            assertThat(folder.resolve("taken")).hasContent("60708");
            assertThat(ids.take()).isEqualTo(60_709);
            other.destroyForcibly().onExit().join();
            assertThat(ids.take()).isEqualTo(60_708);
            others.giveBack(60_706);
            assertThat(ids.take()).isEqualTo(60_706);
        } finally {
            other.destroyForcibly();
        }
    }

    /** As when a server that ran within another process is no more: its pool is collected, and its files with it. */
    @Test
    void aPoolThatIsNoMoreGivesUpNothingOfAnother() throws IOException {
        var ids = new UserIds(60_706, Optional.of(folder));
        assertThat(ids.take()).isEqualTo(60_706);
        var gone = new WeakReference<>(new UserIds(60_706, Optional.of(folder)));
        assertThat(Optional.ofNullable(gone.get()).map(UserIds::take)).contains(60_707);
        Awaitility.await().until(() -> {
            System.gc();
            return gone.refersTo(null);
        });
        Process other = other();
        try {
            assertThat(folder.resolve("taken")).content().isNotEqualTo("60706");
        } finally {
            other.destroyForcibly();
        }
        assertThat(ids.take()).isNotEqualTo(60_706);
    }

    /** Another server, once it has taken an id. */
    private Process other() throws IOException {
        Process other = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx64m",
                "-cp", System.getProperty("java.class.path"), Other.class.getName(), folder.toString())
                .redirectInput(new File("/dev/null")).start();
        Awaitility.await().until(() -> Files.exists(folder.resolve("taken")));
        return other;
    }

    /** Another server. */
    static final class Other {

        public static void main(String[] args) throws Exception {
            Path folder = Path.of(args[0]);
            String id = String.valueOf(new UserIds(60_706, Optional.of(folder)).take());
            Files.move(Files.writeString(folder.resolve("taking"), id), folder.resolve("taken"));
            Thread.currentThread().join();
        }
    }

    @Test
    void aFolderThatOthersCanWriteToHoldsNoLocks() throws IOException {
        assertThat(UserIds.folder(folder.resolve("run/new"))).contains(folder.resolve("run/new"));
        assertThat(Files.getPosixFilePermissions(folder.resolve("run/new")))
                .isEqualTo(PosixFilePermissions.fromString("rwx------"));
        Path open = Files.createDirectory(folder.resolve("open"));
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxrwx"));
        assertThat(UserIds.folder(open)).isEmpty();
        assertThat(UserIds.folder(Files.createSymbolicLink(folder.resolve("link"), folder.resolve("run/new")))).isEmpty();
        Path file = Files.createFile(folder.resolve("file"));
        assertThat(UserIds.folder(file)).isEmpty();
        assertThat(UserIds.folder(file.resolve("below"))).isEmpty();
    }
}
