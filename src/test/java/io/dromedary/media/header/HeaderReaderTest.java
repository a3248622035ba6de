package io.dromedary.media.header;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromedary.media.PictureHeader;
import io.dromedary.media.StillSamples;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the headers of pictures say, and that nothing harms who reads them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HeaderReaderTest {

    private static final int CHANGES = 300;

    private Path folder;
    private StillSamples samples;

    @BeforeAll
    void prepare(@TempDir Path temporary) {
        folder = temporary;
        samples = new StillSamples(folder);
    }

    @ParameterizedTest
    @CsvSource({"png, PNG, 120, 80, true", "webp, WEBP, 120, 80, true", "tiff, TIFF, 120, 80, true",
        "avif, AVIF, 120, 80, true", "heic, HEIC, 120, 80, false"})
    void sizeAndOrientationAreRead(String ending, PictureHeader.Format format, int width, int height, boolean probed)
            throws IOException {
        for (int orientation = 1; orientation <= 8; orientation++) {
            PictureHeader header = read(samples.turned(ending, orientation)).orElseThrow();
            assertThat(header.format()).isEqualTo(format);
            assertThat(header.width()).isEqualTo(width);
            assertThat(header.height()).isEqualTo(height);
            assertThat(header.orientation()).isEqualTo(orientation);
            assertThat(header.isProbed()).isEqualTo(probed);
        }
    }

    @ParameterizedTest
    @CsvSource({"jpg, Adobe RGB (1998)", "png, Adobe RGB (1998)", "webp, Adobe RGB (1998)", "tiff, Adobe RGB (1998)"})
    void profilesHaveTheirNames(String ending, String name) throws IOException {
        assertThat(read(samples.adobe(ending)).orElseThrow().profile()).contains(name);
        assertThat(read(samples.quarters(ending)).orElseThrow().profile()).isEmpty();
    }

    /** FFmpeg decodes it, and libvips does not. */
    @Test
    void aTiffOf12BitsIsLeftToFfmpegWithItsOrientation() throws IOException {
        ByteBuffer tiff = ByteBuffer.allocate(120).putInt(0x4D4D002A).putInt(8).putShort((short) 5);
        for (int[] tag : new int[][] {{256, 30}, {257, 20}, {258, 12}, {262, 1}, {274, 6}}) {
            tiff.putShort((short) tag[0]).putShort((short) 3).putInt(1).putShort((short) tag[1]).putShort((short) 0);
        }

        PictureHeader header = read(Files.write(folder.resolve("twelve.tiff"), tiff.array())).orElseThrow();

        assertThat(header.format()).isEqualTo(PictureHeader.Format.TIFF_BY_FFMPEG);
        assertThat(header.isForLibvips()).isFalse();
        assertThat(header.orientation()).isEqualTo(6);
        tiff.putShort(10 + 3 * 12, (short) 263);
        assertThat(read(Files.write(folder.resolve("none.tiff"), tiff.array()))).as("without its kind of colours").isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"png", "webp", "tiff", "avif", "heic"})
    void damagedHeadersAreReadOrLeftToFfprobe(String ending) throws IOException {
        byte[] whole = Files.readAllBytes(samples.turned(ending, 6));
        var random = new Random(7);
        for (int i = 0; i < CHANGES; i++) {
            byte[] damaged = Arrays.copyOf(whole, i % 3 == 0 ? random.nextInt(whole.length) : whole.length);
            for (int change = 0; change < 4 && damaged.length > 0; change++) {
                damaged[random.nextInt(Math.min(damaged.length, 600))] = (byte) random.nextInt(256);
            }
            Path file = Files.write(folder.resolve("damaged"), damaged);
            Optional<PictureHeader> header = read(file);
            assertThat(header.map(PictureHeader::orientation).orElse(1)).isBetween(1, 8);
        }
    }

    private static Optional<PictureHeader> read(Path file) throws IOException {
        try (var channel = Files.newByteChannel(file)) {
            return HeaderReader.read(channel);
        }
    }
}
