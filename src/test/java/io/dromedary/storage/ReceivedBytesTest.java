package io.dromedary.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is read of a file of which parts are missing. */
class ReceivedBytesTest {

    @Test
    void itEndsWhereBytesAreMissing(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("sparse"), "head\0\0\0\0tail");

        try (var bytes = new ReceivedBytes(file, 12, position -> position < 4 ? 4 - position : position < 8 ? 0 : 12 - position)) {
            assertThat(bytes.size()).isEqualTo(12);
            assertThat(text(bytes, 1)).isEqualTo("ead");
            assertThat(text(bytes, 4)).isEmpty();
            assertThat(text(bytes, 7)).isEmpty();
            assertThat(text(bytes, 9)).isEqualTo("ail");
            assertThat(text(bytes, 12)).isEmpty();
        }
    }

    private static String text(ReceivedBytes bytes, long position) throws IOException {
        var buffer = ByteBuffer.allocate(20);
        bytes.position(position);
        while (bytes.read(buffer) > 0) {
            // Until it ends.
        }
        return new String(buffer.array(), 0, buffer.position(), StandardCharsets.US_ASCII);
    }
}
