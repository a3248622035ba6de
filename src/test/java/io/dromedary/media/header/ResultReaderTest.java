package io.dromedary.media.header;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromedary.LongForm;
import io.dromedary.media.Ffmpeg;
import io.dromedary.media.Kind;
import io.dromedary.media.MediaSamples;
import io.dromedary.media.Plans;
import io.dromedary.media.ReadResult;
import io.dromedary.media.StillSamples;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the server reads of results by itself is what ffprobe says of them; the rest it leaves to ffprobe. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("encode")
class ResultReaderTest {

    private static final int CHANGES = LongForm.choose(500, 1500);

    private Path folder;
    private Path film;
    private Path photo;

    @BeforeAll
    void prepare(@TempDir Path temporary) {
        folder = temporary;
        film = new MediaSamples(folder).landscape();
        photo = new StillSamples(folder).quarters("jpg");
    }

    @ParameterizedTest
    @CsvSource({
        "VIDEO, 'format': 'mp4'", "VIDEO, 'format': 'mp4'| 'copy': false", "VIDEO, 'codec': 'h265'| 'end': 0.5", "AUDIO, 'format': 'm4a'",
        "AUDIO, 'format': 'wav'", "AUDIO, 'format': 'flac'", "IMAGE, 'format': 'jpeg'", "IMAGE, 'format': 'png'", "IMAGE, 'format': 'webp'",
        "IMAGE, 'format': 'avif'", "ANIMATION, 'format': 'gif'| 'end': 1"
    })
    void aResultIsDescribedWithoutAProgram(Kind kind, String options) {
        Path made = new Plans(folder).run(kind, film, "{%s}".formatted(options.replace('|', ','))).main();

        assertThat(ReadResult.agrees(made, options)).as("read, and not left to ffprobe: %s", made).isTrue();
    }

    @Tag("long")
    @ParameterizedTest
    @CsvSource({
        "VIDEO, 'format': 'mov'| 'fps': 12", "VIDEO, 'codec': 'av1'| 'end': 0.3| 'width': 160", "VIDEO, 'audio': false",
        "VIDEO, 'start': 0.4| 'frames': 7", "AUDIO, 'format': 'wav'| 'quality': 'very_high'"
    })
    void aResultOfOtherOptionsIsDescribedWithoutAProgram(Kind kind, String options) {
        aResultIsDescribedWithoutAProgram(kind, options);
    }

    @ParameterizedTest
    @CsvSource({"jpeg", "png", "webp", "avif"})
    void soIsAStillByLibvips(String format) {
        Path made = new Plans(folder).run(Kind.IMAGE, photo, "{'format': '%s', 'width': 37}".formatted(format)).main();

        assertThat(ReadResult.agrees(made, format)).isTrue();
    }

    /** Sound or pictures that begin late, fragments, and what has no index. */
    @ParameterizedTest
    @CsvSource({"late.mp4, -itsoffset 1 -i %s -i %s -map 0:v -map 1:a -c copy", "fragments.mp4, -i %s -c copy -movflags frag_keyframe+empty_moov",
        "turned.mp4, -display_rotation 90 -i %s -c copy", "two.mp4, -i %s -map 0:a -map 0:a -c copy", "wide.mp4, -i %s -an -c:v mpeg4 -aspect 2:1",
        "film.webm, -i %s -c:v libvpx -an", "sound.mp3, -i %s -vn", "even.gif, -i %s -frames:v 2"})
    void whatIsNotKnownForSureIsLeftToFfprobe(String name, String arguments) throws IOException {
        Path file = folder.resolve(name);
        String command = arguments.replace("%s", film.toString());
        if (command.startsWith("-display_rotation")) {
            byte[] bytes = Files.readAllBytes(film);
            int head = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("tkhd");
            ByteBuffer.wrap(bytes).putInt(head + 44, 0).putInt(head + 48, 0x10000).putInt(head + 56, 0xFFFF0000).putInt(head + 60, 0);
            Files.write(file, bytes);
        } else {
            Ffmpeg.text("ffmpeg", ("-v error -y " + command + " " + file).split(" "));
        }

        assertThat(ReadResult.of(file)).isEmpty();
    }

    @Test
    void pixelsThatAreNotSquareAndCutOffStillsAreLeftToFfprobe() throws IOException {
        byte[] jpeg = Files.readAllBytes(new Plans(folder).run(Kind.IMAGE, film, "{'format': 'jpeg'}").main());
        assertThat(new String(jpeg, 6, 4, StandardCharsets.ISO_8859_1)).isEqualTo("JFIF");
        assertThat(ReadResult.of(Files.write(folder.resolve("cut.jpg"), Arrays.copyOf(jpeg, jpeg.length - 9)))).isEmpty();
        assertThat(ReadResult.of(Files.write(folder.resolve("square.jpg"), jpeg))).isPresent();
        jpeg[15]++;
        assertThat(ReadResult.of(Files.write(folder.resolve("oblong.jpg"), jpeg))).isEmpty();
    }

    /** Whatever a guest leaves, it is read in time or left, and nothing is thrown. */
    @ParameterizedTest
    @CsvSource({"VIDEO, mp4", "AUDIO, m4a", "AUDIO, wav", "AUDIO, flac", "IMAGE, jpeg", "IMAGE, png", "IMAGE, webp", "IMAGE, avif", "ANIMATION, gif"})
    void hostileResultsAreReadOrLeft(Kind kind, String format) throws IOException {
        String options = "{'format': '%s'%s}".formatted(format, kind == Kind.ANIMATION ? ", 'end': 1" : "");
        byte[] whole = Files.readAllBytes(new Plans(folder).run(kind, film, options).main());
        var random = new Random(format.toLowerCase(Locale.ROOT).hashCode());
        Path file = folder.resolve("hostile." + format);
        for (int i = 0; i < CHANGES; i++) {
            byte[] changed = random.nextInt(8) == 0 ? Arrays.copyOf(whole, random.nextInt(whole.length)) : whole.clone();
            for (int change = random.nextInt(4); change >= 0 && changed.length > 0; change--) {
                int head = Math.min(changed.length, random.nextBoolean() ? 4096 : Integer.MAX_VALUE);
                changed[random.nextInt(head)] = (byte) (random.nextInt(3) == 0 ? 0xFF : random.nextInt(256));
            }
            ReadResult.of(Files.write(file, changed));
        }
    }
}
