package io.dromedary.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Map;

/**
 * A clock that is set while processes run that go by it. A small library stands between them and the machine's clock,
 * made here of its source by the C compiler.
 */
final class FakeClock {

    private static final Path SOURCE = Path.of("src/test/c/clock.c");

    private final Path library;
    private final Path file;

    /** A clock that is right yet; it is kept in this folder. */
    FakeClock(Path folder) {
        library = folder.resolve("clock.so").toAbsolutePath();
        file = folder.resolve("clock").toAbsolutePath();
        try {
            Files.createFile(file);
            Path log = folder.resolve("cc.log");
            Process compiler = new ProcessBuilder("gcc", "-shared", "-fPIC", "-O2", "-Wall", "-Werror", "-o",
                    library.toString(), SOURCE.toString(), "-ldl").redirectErrorStream(true)
                    .redirectOutput(log.toFile()).start();
            assertThat(compiler.waitFor()).as(() -> "gcc: " + log).isZero();
        } catch (IOException e) {
            throw new UncheckedIOException("Is gcc installed? apt-get install gcc libc6-dev", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        set(Duration.ZERO);
    }

    /** Sets it so far ahead of the machine's, or back. */
    void set(Duration ahead) {
        var bytes = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.nativeOrder()).putLong(ahead.toSeconds()).flip();
        try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.write(bytes, 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What a process finds in its environment that goes by it. */
    Map<String, String> environment() {
        return Map.of("LD_PRELOAD", library.toString(), "FAKE_CLOCK", file.toString());
    }
}
