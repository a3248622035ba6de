package io.dromedary.media.picture;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromedary.media.Ffmpeg;
import io.dromedary.media.Kind;
import io.dromedary.media.Plans;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Of several pictures the one that the file marks as default is taken, as of several sounds. */
@Tag("encode")
class DispositionTest {

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({"mkv, VIDEO, {}", "mov, VIDEO, {}", "mkv, IMAGE, {}", "mov, IMAGE, {}"})
    void theDefaultPictureIsTaken(String container, Kind kind, String options) {
        Path input = folder.resolve("two." + container);
        Ffmpeg.run(List.of("-v", "error", "-f", "lavfi", "-i", "color=red:s=64x36:r=25:d=0.4", "-f", "lavfi", "-i",
                "color=lime:s=128x72:r=25:d=0.4", "-map", "0", "-map", "1", "-c:v", "libx264", "-preset", "ultrafast",
                "-disposition:v:0", "0", "-disposition:v:1", "default", input.toString()));

        Path output = new Plans(folder).run(kind, input, options).main();

        assertThat(Ffmpeg.probe(output).picture().orElseThrow().width()).isEqualTo(128);
    }
}
