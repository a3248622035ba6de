package io.dromedary.media.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dromedary.media.MediaException;
import io.dromedary.media.MediaFile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The headers of a WebP's chunks say how large it is and how long it plays, and no others are believed. */
class AnimatedWebpTest {

    private static final byte[] TWO_PICTURES = joined("RIFF????WEBP".getBytes(StandardCharsets.ISO_8859_1),
            chunk("VP8X", new byte[] {2, 0, 0, 0, 63, 0, 0, 35, 0, 0}), chunk("ANIM", new byte[6]), picture(100), picture(0x10000));

    private static byte[] chunk(String name, byte[] content) {
        var chunk = ByteBuffer.allocate(8 + content.length + content.length % 2).order(ByteOrder.LITTLE_ENDIAN);
        return chunk.put(name.getBytes(StandardCharsets.ISO_8859_1)).putInt(content.length).put(content).array();
    }

    private static byte[] picture(int milliseconds) {
        byte[] content = new byte[31];
        content[12] = (byte) milliseconds;
        content[13] = (byte) (milliseconds >> 8);
        content[14] = (byte) (milliseconds >> 16);
        return chunk("ANMF", content);
    }

    private static byte[] joined(byte[]... parts) {
        var all = ByteBuffer.allocate(Arrays.stream(parts).mapToInt(part -> part.length).sum());
        Arrays.stream(parts).forEach(all::put);
        return all.array();
    }

    private static MediaFile read(byte[] bytes) throws IOException {
        return AnimatedWebp.read(new ByteArrayInputStream(bytes), bytes.length);
    }

    @Test
    void theSizeAndTheTimesOfAllPicturesAreRead() throws IOException {
        MediaFile file = read(TWO_PICTURES);

        assertThat(file.video().orElseThrow().width()).isEqualTo(64);
        assertThat(file.video().orElseThrow().height()).isEqualTo(36);
        assertThat(file.duration()).hasValue(65.636);
    }

    @Test
    void onePictureHasNoTime() throws IOException {
        MediaFile lossless = read(joined("RIFF????WEBP".getBytes(StandardCharsets.ISO_8859_1),
                chunk("VP8L", new byte[] {0x2f, 31, (byte) 0xc0, 5, 0, 0})));

        assertThat(lossless.video().orElseThrow().width()).isEqualTo(32);
        assertThat(lossless.video().orElseThrow().height()).isEqualTo(24);
        assertThat(lossless.duration()).isEmpty();
    }

    @Test
    void whatIsDamagedIsNoWebp() throws IOException {
        var random = new Random(7);
        for (int length = 0; length < TWO_PICTURES.length; length++) {
            byte[] bytes = Arrays.copyOf(TWO_PICTURES, length);
            try {
                assertThat(read(bytes).duration().orElse(0)).isLessThan(66);
            } catch (MediaException e) {
                assertThat(e.kind()).isEqualTo("encode_failed");
            }
            byte[] garbled = TWO_PICTURES.clone();
            garbled[length] = (byte) random.nextInt();
            try {
                read(garbled);
            } catch (MediaException e) {
                assertThat(e.kind()).isEqualTo("encode_failed");
            }
        }
        assertThatThrownBy(() -> read("<html>".repeat(9).getBytes(StandardCharsets.UTF_8))).isInstanceOf(MediaException.class);
    }
}
