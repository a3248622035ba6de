package io.dromedary.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FileNamesTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "s3://bucket/uploads/video.mov         | video",
        "s3://bucket/a.b/no-extension          | no-extension",
        "s3://bucket/percent%20stays.mov       | percent%20stays",
        "s3://bucket/.hidden                   | .hidden",
        "s3://bucket/two.dots.mp4              | two.dots",
        "https://example.com/my%20clip.mp4?x=1 | my clip",
        "https://example.com/                  | output",
        "https://example.com                   | output"})
    void theStemIsTheLastPartOfTheUrlWithoutItsExtension(String url, String stem) {
        assertThat(FileNames.stem(url)).isEqualTo(stem);
    }

    @ParameterizedTest
    @ValueSource(strings = {"..", ".", "", "   ", "../../etc/passwd", "a/b", "a\\b", "a\nb", "a\u0000b", ".htaccess",
        "\u007f", "x\r\nSet-Cookie: y"})
    void aSafeNameIsOnePlainNameWhateverItWas(String name) {
        assertThat(FileNames.safe(name)).isNotBlank().doesNotStartWith(".")
                .doesNotContain("/", "\\", "\n", "\r", "\u0000", "\u007f");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "ü", "日", "🐪"})
    void aSafeNameIsShortEnoughForEveryFileSystemAndCutBetweenCharacters(String character) {
        String safe = FileNames.safe(character.repeat(500));
        assertThat(safe.getBytes(StandardCharsets.UTF_8).length).isBetween(190, 200);
        assertThat(safe).matches("(" + character + ")+");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"a b | a%20b", "a+b | a%2Bb", "100% | 100%25", "q?#& | q%3F%23%26", "ü | %C3%BC"})
    void aSegmentOfAUrlIsEncodedWhole(String name, String segment) {
        assertThat(FileNames.urlPath(name)).isEqualTo(segment);
    }
}
