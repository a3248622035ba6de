package io.dromedary.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dromedary.problem.Problem;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of the variables in an output. */
class OutputTemplateTest {

    /** Already the next year in the east of Greenwich. */
    private static final Instant NEW_YEARS_EVE = Instant.parse("2025-12-31T23:59:59.999Z");

    @ParameterizedTest
    @CsvSource({
        "s3://b/{date}/{filename}, s3://b/2025-12-31/my clip.webm",
        "s3://b/{filename}, s3://b/my clip.webm",
        "s3://b/{filename}.{ext}, s3://b/my clip.webm",
        "s3://b/{filename}/, s3://b/my clip/",
        "s3://b/{filename}-small, s3://b/my clip-small",
        "s3://b/{year}/{month}/{day}/{kind}/{job_id}.{ext}, s3://b/2025/12/31/video/job_1.webm",
        "s3://b/{ext}/{ext}, s3://b/webm/webm",
        "s3://b/plain.mp4, s3://b/plain.mp4",
        "s3://b/a//b}.mp4, s3://b/a//b}.mp4",
        "s3://b//{filename}, s3://b//my clip.webm"})
    void everyVariableIsReplaced(String template, String expected) {
        assertThat(expanded(template, "s3://in/x/my clip.mov")).isEqualTo(expected);
    }

    @Test
    void theNameOfTheInputIsTakenAsItIs() {
        assertThat(expanded("s3://b/{filename}", "s3://in/cost $1 \\ {day}.mov")).isEqualTo("s3://b/cost $1 \\ {day}.webm");
        assertThat(expanded("s3://b/{filename}", "https://a.example/x%20y.mp4?v=1")).isEqualTo("s3://b/x y.webm");
        assertThat(expanded("s3://b/{filename}", "https://a.example/")).isEqualTo("s3://b/output.webm");
    }

    /** Each is an input's name, and would be another object's if the name were taken for a template. */
    @ParameterizedTest
    @ValueSource(strings = {"{ext}", "{{ext}}", "{{ext}", "a{", "{", "{{", "{{{", "{ext}{ext}", "{job_id}", "}{ext", "{date"})
    void bracesInTheNameOfTheInputAreNoVariables(String name) {
        for (String template : List.of("s3://b/{filename}", "s3://b/{filename}.{ext}", "s3://b/x{filename}{ext}",
                "s3://b/{ext}{filename}/{filename}")) {
            assertThat(expanded(template, "s3://in/" + name + ".mov")).isEqualTo(template
                    .replaceFirst("/\\{filename}$", "/{filename}.{ext}").replace("{ext}", "webm").replace("{filename}", name));
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "s3://b/{name}|no variable {name}", "s3://b/{}|no variable {}", "s3://b/{Date}|no variable {Date}",
        "s3://b/{ date }|no variable { date }", "s3://b/{date|not closed", "s3://b/{date/{day}|not closed",
        "s3://b/{{date}}|not closed", "s3://{kind}/x|the name of its bucket", "s3://b/a/../c|another place",
        "s3://b/.|another place", "s3://b/a\u0007b|control character"})
    void whatCannotBeAKeyIsRefusedWithAWayOut(String template, String hint) {
        assertThatThrownBy(() -> OutputTemplate.parse(template, "output")).hasMessageContaining(hint)
                .isInstanceOfSatisfying(Problem.class, problem -> assertThat(problem.field()).contains("output"));
    }

    @Test
    void anUnknownVariableListsTheKnownOnes() {
        assertThatThrownBy(() -> OutputTemplate.parse("s3://b/{stem}", "output")).hasMessageContaining(
                "{date}, {day}, {ext}, {filename}, {job_id}, {kind}, {month}, {year}");
    }

    @ParameterizedTest
    @ValueSource(ints = {1024, 1025})
    void aKeyMayHave1024Bytes(int bytes) {
        String output = "s3://b/" + "\u00e4".repeat(bytes / 2) + "x".repeat(bytes % 2);
        if (bytes <= 1024) {
            assertThatCode(() -> OutputTemplate.checkExpanded(output, "s3://in/a.mp4", "output")).doesNotThrowAnyException();
        } else {
            assertThatThrownBy(() -> OutputTemplate.checkExpanded(output, "s3://in/a.mp4", "output"))
                    .hasMessageContaining("1025 bytes");
        }
    }

    @Test
    void aDirectoryCountsWithTheNameThatGoesIntoIt() {
        assertThatThrownBy(() -> OutputTemplate.checkExpanded("s3://b/" + "x".repeat(1010) + "/", "s3://in/long name.mp4",
                "output")).hasMessageContaining("at most 1024");
    }

    private static String expanded(String template, String input) {
        String text = OutputTemplate.parse(template, "output").expand("job_1", "video", input, NEW_YEARS_EVE);
        return OutputTemplate.withExtension(ObjectUrl.parse(text).orElseThrow(), "webm").toString();
    }
}
