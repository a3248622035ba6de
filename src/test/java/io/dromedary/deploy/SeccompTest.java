package io.dromedary.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The seccomp profile of deploy/ is Docker's own default, with what bubblewrap needs and no more.
 *
 * <p>Docker's stands in {@code docker-seccomp.json}, as Debian's package of Docker 20.10.24 has it (Apache License
 * 2.0). It has conditions, which containerd, and so Kubernetes, passes over: it would allow all that they forbid.
 */
class SeccompTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path OURS = Path.of("deploy/seccomp.json");
    private static final Path DOCKERS = Path.of("src/test/resources/deploy/docker-seccomp.json");
    private static final Path RUNNER = Path.of("src/test/deploy/under-profile.py");

    private static final Set<String> ARCHITECTURES = Set.of("amd64", "arm64");
    /** Docker has taken these out since; none of Java, FFmpeg or bubblewrap needs them. */
    private static final Set<String> GONE_SINCE =
            Set.of("io_uring_setup", "io_uring_enter", "io_uring_register", "socket");

    @TempDir
    private Path folder;

    @Test
    void everyRuntimeReadsItInOneWay() throws IOException {
        JsonNode profile = JSON.readTree(OURS.toFile());
        assertThat(profile.fieldNames()).toIterable()
                .containsExactlyInAnyOrder("defaultAction", "defaultErrnoRet", "architectures", "syscalls");
        assertThat(profile.get("defaultAction").asText()).isEqualTo("SCMP_ACT_ERRNO");
        assertThat(profile.get("architectures").toString()).isEqualTo("[\"SCMP_ARCH_X86_64\",\"SCMP_ARCH_AARCH64\"]");
        assertThat(profile.get("syscalls")).allSatisfy(entry -> {
            assertThat(entry.fieldNames()).toIterable().isSubsetOf("comment", "names", "action", "errnoRet", "args");
            assertThat(entry.get("action").asText()).isIn("SCMP_ACT_ALLOW", "SCMP_ACT_ERRNO");
            assertThat(entry.get("names")).isNotEmpty()
                    .allSatisfy(name -> assertThat(name.asText()).matches("[a-z0-9_]+"));
            assertThat(entry.path("args")).allSatisfy(rule -> assertThat(rule.get("op").asText())
                    .isIn("SCMP_CMP_EQ", "SCMP_CMP_NE", "SCMP_CMP_MASKED_EQ"));
        });
    }

    @Test
    void itIsDockersOwnAndWhatBubblewrapNeeds() throws IOException {
        Set<String> dockers = rules(dockersWithoutCapabilities());
        Set<String> ours = rules(JSON.readTree(OURS.toFile()));
        assertThat(difference(ours, dockers)).containsExactlyInAnyOrder(
                "ALLOW clone [0 & 0x10000000 = 0x10000000]", "ALLOW unshare [0 = 0x10000000]",
                "ALLOW mount []", "ALLOW umount2 []", "ALLOW pivot_root []",
                // As Docker has it since: all families but AF_VSOCK.
                "ALLOW socket [0 != 0x28]");
        assertThat(difference(dockers, ours)).containsExactlyInAnyOrderElementsOf(
                GONE_SINCE.stream().map(name -> "ALLOW " + name + " []").toList());
    }

    @Test
    void bubblewrapBuildsItsWallsUnderIt() throws Exception {
        Ended walls = under(OURS, bubblewrap("grep -E ^Seccomp: /proc/self/status; touch /at || echo walls"));
        assertThat(walls.output()).contains("Seccomp:\t2").contains("walls");
        assertThat(walls.code()).isZero();
    }

    @Test
    void underDockersOwnItCannot() throws Exception {
        Path dockers = folder.resolve("dockers.json");
        JSON.writeValue(dockers.toFile(), dockersWithoutCapabilities());
        Ended walls = under(dockers, bubblewrap("echo walls"));
        assertThat(walls.code()).isNotZero();
        assertThat(walls.output()).startsWith("bwrap: No permissions to creat").doesNotContain("walls");
    }

    @Test
    void namespacesAreMadeWithAUserNamespaceAlone() throws Exception {
        assertThat(under(OURS, List.of("unshare", "--user", "true")).code()).isZero();
        for (List<String> others : List.of(List.of("--user", "--net"), List.of("--net"), List.of("--user", "--mount"))) {
            var command = new ArrayList<>(List.of("unshare"));
            command.addAll(others);
            command.add("true");
            assertThat(under(OURS, command).output()).as("%s", others).contains("Operation not permitted");
        }
    }

    /** The line by which a guest is started, less its folders. */
    private static List<String> bubblewrap(String script) {
        return List.of("bwrap", "--unshare-user", "--disable-userns", "--unshare-pid", "--unshare-net", "--unshare-ipc",
                "--unshare-uts", "--unshare-cgroup-try", "--cap-drop", "ALL", "--die-with-parent", "--new-session",
                "--ro-bind", "/", "/", "--proc", "/proc", "--ro-bind", "/proc/sys", "/proc/sys", "--dev", "/dev",
                "--remount-ro", "/dev", "--tmpfs", "/tmp", "--remount-ro", "/", "--", "/bin/sh", "-c", script);
    }

    private record Ended(int code, String output) {
    }

    private Ended under(Path profile, List<String> command) throws IOException, InterruptedException {
        // Debian's own Python, which Debian's package of libseccomp is for.
        var words = new ArrayList<>(List.of("/usr/bin/python3", RUNNER.toString(), profile.toString()));
        words.addAll(command);
        Path output = Files.createTempFile(folder, "output", "");
        Process process = new ProcessBuilder(words).redirectErrorStream(true).redirectOutput(output.toFile()).start();
        try {
            assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        return new Ended(process.exitValue(), Files.readString(output, StandardCharsets.UTF_8));
    }

    /** What Docker makes of its default for a container without capabilities, on the machines that the image is for. */
    private static JsonNode dockersWithoutCapabilities() throws IOException {
        JsonNode given = JSON.readTree(DOCKERS.toFile());
        ObjectNode made = JSON.createObjectNode().put("defaultAction", given.get("defaultAction").asText());
        var entries = made.putArray("syscalls");
        for (JsonNode entry : given.get("syscalls")) {
            if (entry.at("/includes/caps").isMissingNode()
                    && (entry.at("/includes/arches").isMissingNode() || !isForOthers(entry.at("/includes/arches")))) {
                var kept = (ObjectNode) entry.deepCopy();
                if (kept.path("args").isNull()) {
                    kept.remove("args");
                }
                entries.add(kept);
            }
        }
        return made;
    }

    private static boolean isForOthers(JsonNode architectures) {
        return StreamSupport.stream(architectures.spliterator(), false).map(JsonNode::asText)
                .noneMatch(ARCHITECTURES::contains);
    }

    /** One line for each name of each entry, such as {@code ALLOW personality [0 = 0x8]}. */
    private static Set<String> rules(JsonNode profile) {
        var rules = new TreeSet<String>();
        for (JsonNode entry : profile.get("syscalls")) {
            List<String> conditions = StreamSupport.stream(entry.path("args").spliterator(), false)
                    .map(SeccompTest::condition).toList();
            String action = entry.get("action").asText().replace("SCMP_ACT_", "")
                    + (entry.hasNonNull("errnoRet") ? "(" + entry.get("errnoRet") + ")" : "");
            entry.get("names").forEach(name -> rules.add(action + " " + name.asText() + " " + conditions));
        }
        return rules;
    }

    private static String condition(JsonNode rule) {
        String value = "0x" + Long.toHexString(rule.get("value").asLong());
        return rule.get("index") + switch (rule.get("op").asText()) {
            case "SCMP_CMP_EQ" -> " = " + value;
            case "SCMP_CMP_NE" -> " != " + value;
            case "SCMP_CMP_MASKED_EQ" -> " & " + value + " = 0x" + Long.toHexString(rule.path("valueTwo").asLong());
            default -> throw new IllegalArgumentException(rule.toString());
        };
    }

    private static Set<String> difference(Set<String> of, Set<String> without) {
        return of.stream().filter(rule -> !without.contains(rule)).collect(Collectors.toCollection(TreeSet::new));
    }
}
