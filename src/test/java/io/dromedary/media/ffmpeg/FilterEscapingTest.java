package io.dromedary.media.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromedary.media.Ffmpeg;
import io.dromedary.media.subtitle.AdvancedSubStation;
import io.dromedary.media.subtitle.Subtitles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FilterEscapingTest {

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', value = {
        "/job/subtitles.ass, /job/subtitles.ass",
        "C:\\x,              C\\\\:\\\\\\\\x",
        "it's,               it\\\\\\'s",
        "a;b,                a\\;b",
        "[a],                \\[a\\]"
    })
    void whatMeansSomethingToAFilterIsEscaped(String text, String expected) {
        assertThat(FilterEscaping.escaped(text)).isEqualTo(expected);
    }

    @Test
    void aFileOfEveryNameIsFoundByAFilter(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("a b'c:d,e;f[g]h\\i=j%k\"l.ass");
        Files.writeString(file, AdvancedSubStation.write(new Subtitles(List.of()), 32, 32));

        assertThat(Ffmpeg.run(List.of("-v", "error", "-f", "lavfi", "-i", "color=s=32x32:d=0.04", "-vf",
                "ass=filename=" + FilterEscaping.escaped(file.toString()), "-f", "rawvideo", "-"))).isNotEmpty();
    }
}
