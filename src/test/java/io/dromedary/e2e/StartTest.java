package io.dromedary.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How the process of a server starts, and how it ends when it cannot. */
@Tag("process")
class StartTest {

    @TempDir
    Path folder;
    private Optional<Node> started = Optional.empty();

    @AfterEach
    void stop() {
        started.ifPresent(Node::close);
    }

    /** One that is looked at when all else is there already; what is said of every setting, SettingsTest shows. */
    @Test
    void aWrongSettingEndsTheStartInOneLineAndLeavesNoWorkBehind() throws IOException {
        Node node = node().with("DROMEDARY_WEBHOOK_MAX_DELAY", "1h");
        assertThat(endOfStart(node)).isEqualTo("The server did not start: The setting dromedary.webhook.max-delay"
                + " (DROMEDARY_WEBHOOK_MAX_DELAY) is '1h': it must be a whole number from 1 to 2147483647.");
        assertThat(node.workFolders()).isEmpty();
    }

    @Test
    void aMistypedSettingEndsTheStartAndAMissingOneHasItsDefault() throws IOException {
        Node node = node().with("DROMEDARY_PROT", "8081");
        assertThat(endOfStart(node)).contains("DROMEDARY_PROT", "Did you mean DROMEDARY_PORT?");
        try (var bare = new HereNode(folder.resolve("bare"))) {
            Files.writeString(bare.ownHome().resolve("config/application.properties"), "");
            bare.start();
            assertThat(bare.api().get("/health").status()).isEqualTo(200);
        }
    }

    /** Whoever updates a node that had a broker hears what has become of it. */
    @Test
    void aSettingOfTheBrokerEndsTheStartInOneLineThatSaysWhatToDo() throws IOException {
        assertThat(endOfStart(node().with("DROMEDARY_BROKER_URL", "tcp://me:canary@127.0.0.1:9")))
                .contains("dromedary.broker.url", "DROMEDARY_BROKER_URL", "no broker").doesNotContain("canary");
        Node node = node();
        Files.delete(node.log());
        Files.writeString(node.ownHome().resolve("config/application.properties"), "\ndromedary.broker.port=61616\n",
                StandardOpenOption.APPEND);
        assertThat(endOfStart(node)).contains("dromedary.broker.port", "no broker");
        assertThat(node.data().resolve("dromedary.db")).doesNotExist();
    }

    @Test
    void aWrongWatchEndsTheStartInOneLineAndLeavesNoWorkBehind() throws IOException {
        Node node = node();
        Files.writeString(node.ownHome().resolve("config/watches.properties"), """
                camel.route-template[uploads].template-id=watch-bucket
                camel.route-template[uploads].bucket=media
                camel.route-template[uploads].kind=video
                camel.route-template[uploads].intervall=5
                """);
        assertThat(endOfStart(node)).contains("The watch 'uploads' (config/watches.properties): 'intervall' is no");
        assertThat(node.workFolders()).isEmpty();
    }

    @Test
    void oneDataFolderIsForOneServer() throws IOException {
        Node node = node().with("DROMEDARY_DATA", folder.resolve("first/data").toString());
        try (var first = new HereNode(folder.resolve("first")).start()) {
            assertThat(endOfStart(node)).contains("is used by another server").contains("DROMEDARY_DATA");
            assertThat(first.api().get("/health").status()).isEqualTo(200);
        }
    }

    /** Also what SQLite unpacks while it runs. */
    @Test
    void nothingOfTheDataFolderIsForOthersWhateverTheUmask() throws IOException {
        var lax = List.of("python3", "-c", "import os, sys; os.umask(0); os.execvp(sys.argv[1], sys.argv[1:])");
        Path data;
        // What bin/build has unpacked is not there: SQLite unpacks its own.
        try (Node node = new Node(folder.resolve("lax")).alone().runBy(lax).jvm("-Dorg.sqlite.lib.path=" + folder)
                .with("DROMEDARY_ROLES", "api").start()) {
            data = node.data();
            assertThat(mode(data)).isEqualTo("rwx------");
            try (var files = Files.list(data)) {
                assertThat(files.filter(file -> file.getFileName().toString().startsWith("dromedary.db")).toList())
                        .hasSizeGreaterThanOrEqualTo(3).allSatisfy(file -> assertThat(mode(file)).isEqualTo("rw-------"));
            }
            try (var unpacked = Files.walk(data.resolve("tmp"))) {
                assertThat(unpacked.filter(file -> file.toString().contains("sqlite")).toList()).isNotEmpty()
                        .allSatisfy(file -> assertThat(mode(file)).isEqualTo("rw-------"));
            }
            assertThat(node.logText()).doesNotContain("was open to others");
        }
        Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.setPosixFilePermissions(data.resolve("dromedary.db"), PosixFilePermissions.fromString("rw-r--r--"));
        try (HereNode node = new HereNode(folder.resolve("lax")).alone().with("DROMEDARY_ROLES", "api").start()) {
            assertThat(node.logText()).contains("The data folder " + data + " was open to others, and is closed to them now");
            assertThat(mode(data)).isEqualTo("rwx------");
            assertThat(mode(data.resolve("dromedary.db"))).isEqualTo("rw-------");
        }
    }

    private static String mode(Path file) {
        try {
            return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aStartSaysWhatTheServerWorksWith() throws IOException {
        Node node = node().start();
        assertThat(node.logText()).contains("Dromedary ", " listens on http://127.0.0.1:",
                "The data folder is " + node.data() + " (made now)", "Watches: none", "Programs: ffmpeg /", "ffprobe /", "vips /",
                "Sandbox", "Documents: ");
        node.stop();
        Files.delete(node.log());
        node.start();
        assertThat(node.logText()).contains("The data folder is " + node.data() + " (found)");
        hasNoDeveloperConsole(node);
    }

    /** It is there with {@code --dev} alone. */
    private static void hasNoDeveloperConsole(Node node) {
        for (String path : List.of("/q/dev", "/q/dev/route", "/observe/metrics")) {
            assertThat(node.api().get(path).status()).as("%s without --dev", path).isEqualTo(404);
        }
        assertThat(node.logText()).doesNotContain("developer console");
    }

    @Test
    void theFirstStartMakesAKeyShowsItOnceAndKeepsOnlyItsHash() throws IOException {
        Node node = node().with("DROMEDARY_API_KEY", "").start();
        String key = node.printedKey();
        assertThat(jobsWith(node, key)).isEqualTo(200);
        assertThat(jobsWith(node, key + "0")).isEqualTo(401);
        node.stop();
        try (var files = Files.walk(node.data())) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
                        .as("%s", file).doesNotContain(key, key.substring("drom_".length()));
            }
        }
        Files.delete(node.log());
        node.start();
        assertThat(node.logText()).doesNotContain("drom_");
        assertThat(jobsWith(node, key)).isEqualTo(200);
    }

    /** Whoever has it in an application of his own may set it right and start it again. */
    @Test
    void aStartThatFailedKeepsNothing() {
        try (var here = new HereNode(folder.resolve("here")).with("DROMEDARY_WEBHOOK_MAX_DELAY", "1h")) {
            assertThatThrownBy(here::start).hasMessageContaining("dromedary.webhook.max-delay");
            here.with("DROMEDARY_WEBHOOK_MAX_DELAY", "3600").start();
            assertThat(here.api().get("/health").status()).isEqualTo(200);
        }
    }

    private Node node() {
        var node = new Node(folder).jvm("-Xmx256m");
        started = Optional.of(node);
        return node;
    }

    private static int jobsWith(Node node, String key) {
        return node.api().send(HttpRequest.newBuilder(node.url().resolve("/jobs"))
                .header("Authorization", "Bearer " + key)).status();
    }

    /** Starts what must not start, and answers the one line that says why. */
    private static String endOfStart(Node bad) throws IOException {
        bad.launch();
        try {
            assertThat(bad.process().waitFor(5, TimeUnit.MINUTES)).as("it ended:\n%s", bad.logText()).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            bad.close();
        }
        assertThat(bad.process().exitValue()).as(bad.logText()).isEqualTo(1);
        var lines = bad.logText().lines().filter(line -> !line.isBlank()).toList();
        assertThat(lines).as(bad.logText()).hasSize(1);
        assertThat(lines.get(0)).startsWith("The server did not start: ").doesNotContain("Exception");
        return lines.get(0);
    }
}
