package io.dromedary.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** {@code --dry-run}: what would be run, as it could be typed. */
class DryRunTest {
    private static final String ANSWER = """
            {"id": "job_1", "object": "job", "status": "queued", "tasks": [{"kind": "video", "commands": [
             ["ffmpeg", "-i", "my input", "-vf", "scale=w=640", "-t", "-1", "out.mp4"]]}]}""";

    @Test
    void theCommandsAreShownReadablyAndNothingIsFollowed() {
        try (ScriptedServer server = new ScriptedServer().on("POST /jobs?dry_run=true", 200, ANSWER)) {
            CliRun.Result result = CliRun.against(server).onTerminal().run("video", "-i", "s3://b/k", "--dry-run");
            assertThat(result.code()).as(result.err()).isZero();
            assertThat(result.lines()).containsExactly("video:", "  ffmpeg \\", "      -i 'my input' \\",
                    "      -vf scale=w=640 \\", "      -t -1 \\", "      out.mp4");
            assertThat(server.requests()).hasSize(1);
        }
    }

    @Test
    void aJobThatWouldFailIsToldWithItsErrorOnATerminalAndInAPipe() {
        String failed = """
                {"id": "job_1", "object": "job", "status": "failed", "tasks": [],
                 "error": {"kind": "input_unsupported", "message": "The input has no picture."}}""";
        try (ScriptedServer server = new ScriptedServer().on("POST /jobs?dry_run=true", 200, failed)
                .on("POST /jobs?dry_run=true", 200, failed)) {
            for (CliRun run : List.of(CliRun.against(server).onTerminal(), CliRun.against(server))) {
                CliRun.Result result = run.run("video", "-i", "s3://b/k", "--dry-run");
                assertThat(result.code()).isEqualTo(1);
                assertThat(result.err()).contains("The job would fail: The input has no picture. (input_unsupported)");
            }
        }
    }

    @Test
    void whatTheResultWouldLackIsTold() {
        try (ScriptedServer server = new ScriptedServer().on("POST /jobs?dry_run=true", 200, """
                {"id": "job_1", "object": "job", "status": "queued", "tasks": [],
                 "warnings": [{"kind": "alpha_flattened", "message": "It shows the background."}]}""")) {
            CliRun.Result result = CliRun.against(server).onTerminal().run("video", "-i", "s3://b/k", "--dry-run");
            assertThat(result.code()).isZero();
            assertThat(result.err()).isEqualTo("Warning: It shows the background. (alpha_flattened)\n");
        }
    }

    @Test
    void wordsAreQuotedForAShell() {
        assertThat(DryRun.lines(List.of("ffmpeg", "-vf", "a='b'", "-an", "out.mp4")))
                .containsExactly("ffmpeg \\", "    -vf 'a='\\''b'\\''' \\", "    -an out.mp4");
    }

    @Test
    void aDryRunHasNoResultToDownload() {
        try (ScriptedServer server = new ScriptedServer()) {
            assertThat(CliRun.against(server).run("video", "-i", "s3://b/k", "--dry-run", "-o", "a.mp4").err())
                    .contains("--dry-run does not wait for the result");
        }
    }
}
