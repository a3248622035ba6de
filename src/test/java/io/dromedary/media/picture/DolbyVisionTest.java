package io.dromedary.media.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dromedary.media.Ffmpeg;
import io.dromedary.media.Kind;
import io.dromedary.media.MediaException;
import io.dromedary.media.Plans;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Dolby Vision is shown by its base layer; without one it is refused rather than shown in green and purple. */
@Tag("encode")
class DolbyVisionTest {

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({"VIDEO, {}", "IMAGE, {}", "ADAPTIVE_VIDEO, {}", "ANIMATION, {'end': 0.2}"})
    void withoutABaseLayerItIsRefused(Kind kind, String options) throws IOException {
        Path input = sample(5, 0);

        assertThatThrownBy(() -> new Plans(folder).run(kind, input, options.replace('|', ',')))
                .isInstanceOfSatisfying(MediaException.class, refused ->
                        assertThat(refused.kind()).isEqualTo("input_unsupported"))
                .hasMessageContaining("Dolby Vision").hasMessageContaining("base layer");
    }

    @ParameterizedTest
    @CsvSource({"7, 6", "8, 1", "8, 4"})
    void theBaseLayerIsShown(int profile, int compatibility) throws IOException {
        Path output = new Plans(folder).run(Kind.IMAGE, sample(profile, compatibility), "{'format': 'png'}").main();

        assertThat(Ffmpeg.pixel(output, 5, 5, 0).red()).isGreaterThan(200);
    }

    /** H.265 with the box that says so (Dolby Vision Streams within the ISO Base Media File Format, 3.2). */
    private Path sample(int profile, int compatibility) throws IOException {
        Path file = folder.resolve("vision.mp4");
        Ffmpeg.run(List.of("-v", "error", "-f", "lavfi", "-i", "color=red:s=160x90:r=25:d=0.4", "-c:v", "libx265",
                "-x265-params", "log-level=none", "-tag:v", "hvc1", file.toString()));
        byte[] bytes = Files.readAllBytes(file);
        var text = new String(bytes, StandardCharsets.ISO_8859_1);
        ByteBuffer whole = ByteBuffer.wrap(bytes);
        int at = 0;
        for (String box : List.of("moov", "trak", "mdia", "minf", "stbl", "stsd", "hvc1", "hvcC")) {
            at = text.indexOf(box, at);
            if (!box.equals("hvcC")) {
                whole.putInt(at - 4, whole.getInt(at - 4) + 32);
            }
        }
        int end = at - 4 + whole.getInt(at - 4);
        ByteBuffer vision = ByteBuffer.allocate(bytes.length + 32).put(bytes, 0, end).putInt(32)
                .put("dvcC".getBytes(StandardCharsets.ISO_8859_1)).put((byte) 1).put((byte) 0)
                .putShort((short) (profile << 9 | 3 << 3 | 4 | 1)).putInt(compatibility << 28).put(new byte[16]);
        return Files.write(file, vision.put(bytes, end, bytes.length - end).array());
    }
}
