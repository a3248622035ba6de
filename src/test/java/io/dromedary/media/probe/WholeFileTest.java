package io.dromedary.media.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dromedary.media.Ffmpeg;
import io.dromedary.media.MediaException;
import io.dromedary.media.header.DeclaredEnd;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is cut off is refused, rather than filled up with its last picture to the length that its index tells. */
@Tag("encode")
class WholeFileTest {

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({"mp4, -c:v libx264 -c:a aac -movflags +faststart", "mov, -c:v mpeg4 -c:a pcm_s16le -movflags +faststart",
        "3gp, -c:v mpeg4 -an -movflags +faststart", "3gp, -c:v mpeg4 -c:a aac -movflags +faststart",
        "mp4, -c:v libx264 -c:a aac -g 10 -movflags +frag_keyframe+empty_moov", "mkv, -c:v libx264 -c:a aac", "webm, -c:v libvpx -an"})
    void whatIsCutOffIsRefused(String extension, String coding) throws IOException {
        Path whole = video(extension, coding);
        byte[] bytes = Files.readAllBytes(whole);

        assertThat(Ffmpeg.probe(whole).duration()).isPresent();
        for (double part : new double[] {0.6, 0.99}) {
            Path cut = Files.write(folder.resolve("cut." + extension), Arrays.copyOf(bytes, (int) (part * bytes.length)));
            assertThatThrownBy(() -> Ffmpeg.probe(cut)).as("%s of it", part).isInstanceOfSatisfying(MediaException.class,
                    e -> assertThat(e.kind()).isEqualTo("input_corrupt")).hasMessageContaining("is cut off")
                    .hasMessageContaining("bytes, of which ");
        }
    }

    /** What is written as it is recorded does not know its end. */
    @ParameterizedTest
    @CsvSource({"webm, -c:v libvpx -an -f webm", "mp4, -c:v libx264 -movflags +frag_keyframe+empty_moov -f mp4"})
    void aRecordingIsWhole(String extension, String coding) throws IOException {
        Path whole = video(extension, coding);
        Path live = folder.resolve("live." + extension);
        Files.write(live, Ffmpeg.run(List.of("-v", "error", "-i", whole.toString(), "-c", "copy", "-f", extension, "-movflags",
                "+frag_keyframe+empty_moov", "pipe:1")));

        assertThat(Ffmpeg.probe(live).duration()).isPresent();
    }

    @Test
    void anEndBeyondTheFileCountsForWhatIsNeeded() throws IOException {
        assertThat(end(box(24, "ftyp", 24), box(100, "mdat", 40))).contains(124L);
        assertThat(end(box(24, "ftyp", 24), box(100, "free", 40))).as("padding").isEmpty();
        assertThat(end(box(24, "ftyp", 24), box(0, "mdat", 40))).as("the rest of the file").isEmpty();
        assertThat(end(box(24, "ftyp", 24), box(40, "mdat", 40))).as("whole").isEmpty();
        assertThat(end(box(24, "ftyp", 24), box(40, "mdat", 40), box(7, "mdat", 40))).as("no box").isEmpty();
        assertThat(end(box(24, "ftyp", 24), box(1, "mdat", 40, 1L << 40))).as("a long one").contains(24 + (1L << 40));
        assertThat(end(box(24, "ftyp", 24), box(1, "mdat", 40, Long.MAX_VALUE))).isEmpty();
        assertThat(end(box(24, "ftyp", 24), box(1, "mdat", 40, -1))).isEmpty();
        assertThat(end(box(24, "ftyp", 24), box(1, "mdat", 10))).as("ends within the head").isEmpty();
        assertThat(end(new byte[] {0x1A, 0x45, (byte) 0xDF, (byte) 0xA3, 0})).as("no number").isEmpty();
        assertThat(end(new byte[] {0x1A, 0x45, (byte) 0xDF, (byte) 0xA3, (byte) 0x80, 0x18, 0x53, (byte) 0x80, 0x67, 0x40, 90}))
                .contains(101L);
        assertThat(end(new byte[] {0x1A, 0x45, (byte) 0xDF, (byte) 0xA3, (byte) 0x80, 0x18, 0x53, (byte) 0x80, 0x67, (byte) 0xFF}))
                .as("unknown").isEmpty();
        assertThat(end(new byte[0])).isEmpty();
    }

    private Optional<Long> end(byte[]... parts) throws IOException {
        Path file = folder.resolve("boxes");
        Files.write(file, new byte[0]);
        for (byte[] part : parts) {
            Files.write(file, part, java.nio.file.StandardOpenOption.APPEND);
        }
        try (var channel = Files.newByteChannel(file)) {
            return DeclaredEnd.of(channel);
        }
    }

    /** A box of so many bytes that says it has others. */
    private static byte[] box(int says, String name, int bytes) {
        return ByteBuffer.allocate(bytes).putInt(says).put(name.getBytes(StandardCharsets.US_ASCII)).array();
    }

    private static byte[] box(int says, String name, int bytes, long saysAtLength) {
        return ByteBuffer.wrap(box(says, name, bytes)).putLong(8, saysAtLength).array();
    }

    private Path video(String extension, String coding) {
        Path file = folder.resolve("video." + extension);
        var arguments = new ArrayList<>(List.of("-v", "error", "-f", "lavfi", "-i", "testsrc2=s=176x144:r=25:d=4", "-f", "lavfi",
                "-i", "sine=440:r=16000:d=4"));
        arguments.addAll(List.of(coding.split(" ")));
        arguments.add(file.toString());
        Ffmpeg.run(arguments);
        return file;
    }
}
