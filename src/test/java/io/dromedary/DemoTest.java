package io.dromedary;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What {@code bin/demo} does around its commands. */
@Tag("process")
class DemoTest {

    @Test
    void aPortThatIsNoneIsRefusedBeforeAnythingIsBuilt() throws Exception {
        for (String port : List.of("abc", "0", "65536", "80 81")) {
            assertThat(run(Map.of("DEMO_PORT", port), "bin/demo", "--once")).startsWith("2\n")
                    .contains("DEMO_PORT is a port, 1 to 65535, not '" + port + "'.");
        }
    }

    @Test
    void whoHasATakenPortIsSaid() throws Exception {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThat(support("taken_by " + taken.getLocalPort()))
                    .isEqualTo("0\n by java (process " + ProcessHandle.current().pid() + ")");
            int port = taken.getLocalPort();
            taken.close();
            assertThat(support("taken_by " + port)).as("nobody").isEqualTo("0\n");
        }
    }

    @Test
    @Tag("long")
    @Tag("built")
    void withoutATerminalItPrintsWhatAPersonReads() throws Exception {
        String printed = run(Map.of(), "bin/demo", "--once");
        assertThat(printed).startsWith("0\n").contains("Connection my-r2 is added").contains("/cdn/");
        assertThat(printed.lines().filter(line -> line.startsWith("{") || line.startsWith("["))).isEmpty();
    }

    /** The first would never end otherwise. */
    @Test
    void whatDoesNotEndWhenItIsToldToIsKilled() throws Exception {
        assertThat(support("bash -c 'trap \"\" TERM; echo on; while :; do sleep 1; done' > >(read -r; cat) & a=$!; sleep 60 & b=$!;"
                + " end_now $a '' $b; ! kill -0 $a 2>/dev/null && ! kill -0 $b 2>/dev/null && echo gone")).isEqualTo("0\ngone\n");
    }

    private static String support(String script) throws IOException, InterruptedException {
        return run(Map.of(), "bash", "-euo", "pipefail", "-c", "root=$PWD; . bin/support.sh; " + script);
    }

    /** The exit code, and on the next lines all that was printed. */
    private static String run(Map<String, String> environment, String... command) throws IOException, InterruptedException {
        var builder = new ProcessBuilder(new ArrayList<>(List.of(command))).directory(Path.of("").toAbsolutePath().toFile())
                .redirectErrorStream(true);
        builder.environment().putAll(environment);
        Process process = builder.start();
        process.getOutputStream().close();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return process.waitFor() + "\n" + printed;
    }
}
