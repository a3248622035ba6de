package io.dromedary.storage;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.dromedary.problem.Problem;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Stream;

/**
 * No name of an input, and no template, leads a result to another place than the one that was meant. In bin/test these
 * are the texts of src/test/resources alone; bench/guided searches for others.
 */
class NameFuzzTest {

    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    /** A line of template, and then the URL of an input. */
    @FuzzTest
    void aTemplateStaysInItsBucketWhateverTheInputIsCalled(byte[] bytes) {
        String[] both = new String(bytes, StandardCharsets.UTF_8).split("\n", 2);
        String input = both.length > 1 && !both[1].isEmpty() ? both[1] : "s3://in/film.mp4";
        ObjectUrl result;
        try {
            String expanded = OutputTemplate.parse(both[0], "output").expand("job_1", "video", input, NOW);
            OutputTemplate.checkExpanded(expanded, input, "output");
            result = OutputTemplate.withExtension(ObjectUrl.parse(expanded).orElseThrow(), "mp4");
        } catch (Problem refused) {
            assertThat(refused.field()).contains("output");
            return;
        }
        ObjectUrl template = ObjectUrl.parse(both[0]).orElseThrow();
        assertThat(result.bucket()).isEqualTo(template.bucket());
        assertThat(result.key()).isNotEmpty();
        assertThat(result.key().chars()).noneMatch(Character::isISOControl);
        assertThat(result.key().split("/", -1)).doesNotContain(".", "..");
        // What a variable stands for is no new folder.
        assertThat(slashes(result.key())).isEqualTo(slashes(template.key()));
        assertThat(result.key()).startsWith(template.key().split("\\{", 2)[0]);
        // The name is taken as it is, and nothing but variables becomes anything else.
        String filled = template.key().equals("{filename}") || template.key().endsWith("/{filename}")
                ? template.key() + ".{ext}" : template.key();
        for (Map.Entry<String, String> variable : Map.of("{ext}", "mp4", "{job_id}", "job_1", "{kind}", "video", "{date}",
                "2026-01-02", "{year}", "2026", "{month}", "01", "{day}", "02").entrySet()) {
            filled = filled.replace(variable.getKey(), variable.getValue());
        }
        assertThat(result.key()).isEqualTo(filled.replace("{filename}", FileNames.stem(input)));
    }

    private static long slashes(String text) {
        return text.chars().filter(each -> each == '/').count();
    }

    @FuzzTest
    void whateverAnInputIsCalledItsResultIsAFileInItsFolder(byte[] bytes) {
        String name = FileNames.safe(FileNames.stem(new String(bytes, StandardCharsets.UTF_8)));
        assertThat(name).isNotBlank().doesNotStartWith(".").doesNotContain("/", "\\");
        assertThat(name.chars()).noneMatch(Character::isISOControl);
        assertThat(name.getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(200);
        Path folder = Path.of("/cdn/job");
        assertThat(folder.resolve(name + ".mp4").normalize().getParent()).isEqualTo(folder);
        assertThat(URLDecoder.decode(FileNames.urlPath(name), StandardCharsets.UTF_8)).isEqualTo(name);
    }

    @FuzzTest
    void anObjectsUrlIsReadBackAsItWasWritten(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        ObjectUrl.parse(text).ifPresent(url -> {
            assertThat(url.toString()).isEqualTo(text);
            assertThat(url.bucket()).isNotEmpty().doesNotContain("/");
            assertThat(Stream.of(url.sibling("x"), url.resolve("x"))).allSatisfy(other ->
                    assertThat(ObjectUrl.parse(other.toString())).contains(other));
        });
    }
}
