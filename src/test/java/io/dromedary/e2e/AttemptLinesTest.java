package io.dromedary.e2e;

import static io.dromedary.Patience.SOON;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the log has of an attempt that fails: one line that names the job and the reason, and no stack of calls. */
@Tag("process")
class AttemptLinesTest {

    @Test
    void aHostThatIsNotThereIsOneLine(@TempDir Path folder) throws IOException {
        try (Node node = new Node(folder).alone().start()) {
            int before = node.logText().split("\n").length;
            String id = node.api().accepted("{\"kind\": \"video\", \"input\": \"https://nowhere.invalid/a.mp4\"}");

            assertThat(node.api().finished(id, SOON).at("/error/message").asText()).contains("nowhere.invalid");

            List<String> lines = Awaitility.await("its begin, its end, and how long its stage took").until(
                    () -> node.logText().lines().skip(before).toList(), written -> written.size() > 2);
            assertThat(lines).hasSize(3).allMatch(line -> line.contains(id));
            assertThat(lines).filteredOn(line -> line.contains("nowhere.invalid")).singleElement().asString()
                    .contains("attempt 1 failed in PROBE: input_unreachable");
        }
    }
}
