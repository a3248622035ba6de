package io.dromedary.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The line that is drawn while a job is watched. */
class BarTextTest {
    private final BarText text = new BarText(false);

    @Test
    void aSlowProbeSaysWhichHostItWaitsFor() throws Exception {
        for (String[] input : new String[][] {{"https://me:pw@slow.example.com:444/a.mp4?x", "slow.example.com"},
            {"s3://my-r2-bucket/uploads/video.mov", "my-r2-bucket"}}) {
            JsonNode job = new ObjectMapper().readTree(Jobs.running("probe", 0, "null")
                    .replace("s3://my-r2-bucket/uploads/video.mov", input[0]));
            assertThat(line(job, 3, 78)).isEqualTo("0:03  waiting for " + input[1]);
            assertThat(line(job, 1, 78)).as("most probes are over by then").startsWith("probe      [-----").endsWith("0:01");
        }
        JsonNode encoding = new ObjectMapper().readTree(Jobs.running("video", 40, "2"));
        assertThat(line(encoding, 3, 78)).startsWith("encode     [###");
        JsonNode local = new ObjectMapper().readTree(Jobs.running("probe", 0, "null").replace("s3://", "file:///"));
        assertThat(line(local, 3, 78)).startsWith("probe ");
    }

    @Test
    void aLineIsNeverLongerThanTheTerminal() throws Exception {
        for (String job : new String[] {Jobs.running("probe", 0, "null"), Jobs.running("video", 40, "2"), Jobs.waiting("x".repeat(99))}) {
            for (int columns : new int[] {5, 20, 40, 59}) {
                assertThat(line(new ObjectMapper().readTree(job), 3, columns)).hasSizeLessThanOrEqualTo(columns);
            }
        }
        assertThat(text.line(Optional.empty(), Optional.empty(), true, 0, Duration.ofSeconds(61), 60))
                .isEqualTo("no answer from the server, trying again  1:01");
    }

    private String line(JsonNode job, int seconds, int columns) {
        JobState state = JobState.of(job);
        return text.line(Optional.of(state), BarText.host(job), false, state.progress(), Duration.ofSeconds(seconds), columns);
    }
}
