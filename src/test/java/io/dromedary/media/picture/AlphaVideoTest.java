package io.dromedary.media.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.dromedary.media.Ffmpeg;
import io.dromedary.media.VideoEncodes;
import io.dromedary.media.option.Rgb;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What lies under transparent parts of a video is its background, never the hidden colour. */
@Tag("encode")
class AlphaVideoTest {

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({
        "prores_ks, yuva444p10le, {},                        0,  0, 0", "qtrle, argb, {},                       0, 0, 0",
        "prores_ks, yuva444p10le, {'background': '#c86432'}, 200, 100, 50", "png, rgba, {'background': '#c86432'}, 200, 100, 50"
    })
    void hiddenColoursAreNotShown(String codec, String pixels, String options, int red, int green, int blue) {
        Path input = folder.resolve("alpha.mov");
        Ffmpeg.run(List.of("-v", "error", "-f", "lavfi", "-i",
                "color=lime:s=160x90:r=25:d=0.4,format=gbrap,geq=r=0:g=255:b=0:a='if(lt(X,80),0,255)'", "-c:v", codec,
                "-pix_fmt", pixels, input.toString()));

        Path output = new VideoEncodes(folder).encode(input, options);

        Rgb hidden = Ffmpeg.pixel(output, 40, 45, 0.2);
        assertThat(hidden.red()).isCloseTo(red, within(6));
        assertThat(hidden.green()).isCloseTo(green, within(6));
        assertThat(hidden.blue()).isCloseTo(blue, within(6));
        assertThat(Ffmpeg.pixel(output, 120, 45, 0.2).green()).isGreaterThan(245);
        assertThat(Ffmpeg.values(output, "v:0", "packet=pts")).hasSize(10);
    }
}
