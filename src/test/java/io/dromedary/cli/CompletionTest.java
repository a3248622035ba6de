package io.dromedary.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The completion script, tried in the shell that it is for. */
class CompletionTest {
    private final ScriptedServer server = new ScriptedServer();

    @TempDir
    private Path folder;

    @BeforeEach
    void write() throws IOException {
        Files.writeString(folder.resolve("completion"), CliRun.against(server).run("completion").out());
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void bashCompletesCommandsOptionsAndTheirValues() throws Exception {
        assertThat(completed("ittybit", "ada")).contains("adaptive");
        assertThat(completed("ittybit", "video", "--watermark-p")).contains("--watermark-position");
        assertThat(completed("ittybit", "image", "--format", "")).contains("avif", "webp");
        assertThat(completed("ittybit", "jobs", "w")).contains("watch");
        assertThat(completed("ittybit", "video", "--watermark_")).as("the other spelling stays unseen").isEmpty();
    }

    /** What the Tab key would offer for the last of these words. */
    private String completed(String... words) throws IOException, InterruptedException {
        String script = "source " + folder.resolve("completion") + "; COMP_WORDS=('" + String.join("' '", words) + "');"
                + " COMP_CWORD=" + (words.length - 1) + "; COMP_LINE='" + String.join(" ", words) + "';"
                + " COMP_POINT=${#COMP_LINE}; _complete_ittybit ittybit '" + words[words.length - 1] + "'; echo \"${COMPREPLY[@]}\"";
        Process bash = new ProcessBuilder("bash", "--norc", "-c", script)
                // What is only to be had while somebody types is complained about there.
                .redirectError(ProcessBuilder.Redirect.DISCARD).start();
        String offered = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        assertThat(bash.waitFor()).as(offered).isZero();
        return offered;
    }
}
