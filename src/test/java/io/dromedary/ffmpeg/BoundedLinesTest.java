package io.dromedary.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Lines are read as they come, and no more of them than is good. */
class BoundedLinesTest {

    private final List<String> read = new ArrayList<>();
    private final AtomicLong nanos = new AtomicLong();

    @Test
    void linesAreReadAsTheyAre() throws IOException {
        read(new BoundedLines(100, 1_000, 10, 1), text("one\ntwo\r\n\nthrée\nlast"));
        assertThat(read).containsExactly("one", "two", "", "thrée", "last");
    }

    @Test
    void aLineWithoutAnEndIsNotReadToItsEnd() {
        assertThatThrownBy(() -> read(new BoundedLines(100, Long.MAX_VALUE, 10, 1), endless('x')))
                .isInstanceOf(BoundedLines.Flood.class).hasMessageContaining("a line of more than 100 bytes");
        assertThat(read).singleElement().asString().hasSize(100);
    }

    @Test
    void thereAreNoMoreBytesThanMayBe() {
        assertThatThrownBy(() -> read(new BoundedLines(100, 10_000, Long.MAX_VALUE, 1), endless('\n')))
                .isInstanceOf(BoundedLines.Flood.class).hasMessageContaining("more than 10000 bytes");
    }

    @Test
    void manyLinesMayComeAtOnceButNotGoOnComing() throws IOException {
        var bounds = new BoundedLines(100, Long.MAX_VALUE, 50, 10);
        String burst = "x\n".repeat(50);
        // Ten more for each second that goes by.
        read(bounds, text(burst));
        assertThatThrownBy(() -> read(bounds, text(burst + "x\n"))).isInstanceOf(BoundedLines.Flood.class)
                .hasMessageContaining("more than 10 lines a second");
        bounds.read(text("x\n".repeat(500)), read::add, () -> nanos.addAndGet(100_000_000));
    }

    private void read(BoundedLines bounds, InputStream stream) throws IOException {
        bounds.read(stream, read::add, nanos::get);
    }

    private static InputStream text(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    private static InputStream endless(char character) {
        return new InputStream() {
            @Override
            public int read() {
                return character;
            }
        };
    }
}
