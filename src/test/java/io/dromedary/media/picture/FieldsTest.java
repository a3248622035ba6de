package io.dromedary.media.picture;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromedary.media.Ffmpeg;
import io.dromedary.media.VideoEncodes;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Fields that only the frames of a file declare become whole frames. */
@Tag("encode")
class FieldsTest {

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"dv", "mkv"})
    void fieldsOfDigitalVideoAreNotShownAsCombs(String container) {
        Path input = folder.resolve("bar." + container);
        Ffmpeg.run(List.of("-v", "error", "-f", "lavfi", "-i",
                "color=black:s=720x576:r=50:d=1[b];color=white:s=80x576:r=50[w];[b][w]overlay=x=n*12:shortest=1,"
                        + "interlace=scan=bff,setdar=4/3", "-c:v", "dvvideo", "-pix_fmt", "yuv420p", "-flags", "+ildct+ilme",
                input.toString()));
        assertThat(Ffmpeg.combing(input, 0.4)).isGreaterThan(2500);

        assertThat(Ffmpeg.combing(new VideoEncodes(folder).encode(input, "{}"), 0.4)).isLessThan(1000);
    }

    @Tag("long")
    @ParameterizedTest
    @ValueSource(strings = {"avi", "mov"})
    void fieldsInOtherContainersAreNotShownAsCombs(String container) {
        fieldsOfDigitalVideoAreNotShownAsCombs(container);
    }
}
