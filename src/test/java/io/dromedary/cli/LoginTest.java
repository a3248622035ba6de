package io.dromedary.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code login}: the key is stored for its owner alone, used for its server alone, and never shown. */
class LoginTest {
    private static final String STORED = "stored_key_0123456789";

    private final ScriptedServer server = new ScriptedServer().on("GET /jobs?limit=1", 200, "[]").on("GET /jobs", 200, "[]");

    @TempDir
    private Path config;

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void theKeyIsTriedAndStoredForItsOwnerAlone() throws Exception {
        CliRun.Result result = login("--url", server.url() + "/", "--key", "-");

        assertThat(result.code()).as(result.err()).isZero();
        assertThat(server.request("GET /jobs?limit=1").authorization()).contains("Bearer " + STORED);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file()))).isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file().getParent()))).isEqualTo("rwx------");
        try (Stream<Path> files = Files.list(file().getParent())) {
            assertThat(files).containsExactly(file());
        }
        assertThat(result.out() + result.err()).doesNotContain(STORED);

        server.requests().clear();
        assertThat(stranger().run("jobs").code()).isZero();
        assertThat(server.request("GET /jobs").authorization()).contains("Bearer " + STORED);
    }

    @Test
    void aTerminalIsAskedForBoth() {
        CliRun run = stranger().onTerminal().typing(server.url());
        assertThat(run.run("login").code()).isZero();
        assertThat(run.asked()).isEqualTo("Server [http://localhost:8080]: ");
    }

    @Test
    void aKeyThatTheServerRefusesIsNotStored() {
        try (ScriptedServer refusing = new ScriptedServer().on("GET /jobs?limit=1", 401,
                "{\"kind\": \"token_invalid\", \"message\": \"Not known.\"}")) {
            assertThat(login("--url", refusing.url(), "--key", "-").code()).isEqualTo(3);
        }
        assertThat(file()).doesNotExist();
    }

    @Test
    void theKeyIsNeverTakenFromTheArguments() {
        for (String[] args : new String[][] {{"--key", STORED}, {"--key=" + STORED}, {STORED}, {"--kye", STORED}}) {
            CliRun.Result result = login(args);
            assertThat(result.code()).as(args[0]).isEqualTo(2);
            assertThat(result.out() + result.err()).doesNotContain(STORED);
        }
        assertThat(login("--key", STORED).err()).contains("other users of this machine can see");
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void theEnvironmentWinsOverWhatIsStored() {
        login("--url", server.url(), "--key", "-");
        server.requests().clear();
        stranger().with("ITTYBIT_API_KEY", "mine").run("jobs");
        assertThat(server.request("GET /jobs").authorization()).contains("Bearer mine");
    }

    @Test
    void theKeyIsNotSentToAnotherServer() {
        login("--url", server.url(), "--key", "-");
        try (ScriptedServer other = new ScriptedServer().on("GET /jobs", 200, "[]")) {
            CliRun.Result result = stranger().with("ITTYBIT_API_URL", other.url()).run("jobs");
            assertThat(result.code()).isEqualTo(3);
            assertThat(result.err()).contains("belongs to " + server.url());
            assertThat(other.requests()).isEmpty();
        }
    }

    @Test
    void aFileThatOthersCanReadIsRefusedWithTheWayOut() throws Exception {
        login("--url", server.url(), "--key", "-");
        Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString("rw-r-----"));
        CliRun.Result result = stranger().run("jobs");
        assertThat(result.code()).isEqualTo(3);
        assertThat(result.err()).contains("Other users", "chmod 600 " + file()).doesNotContain(STORED);
    }

    @Test
    void aSpoiltFileIsToldApart() throws Exception {
        login("--url", server.url(), "--key", "-");
        Files.writeString(file(), "nonsense");
        assertThat(stranger().run("jobs").err()).contains("log in again");
        assertThat(stranger().run("logout").code()).isZero();
    }

    @Test
    void logoutForgets() {
        login("--url", server.url(), "--key", "-");
        assertThat(stranger().onTerminal().run("logout").out()).contains("is removed");
        assertThat(file()).doesNotExist();
        assertThat(stranger().onTerminal().run("logout").out()).contains("You were not logged in.");
        assertThat(stranger().run("jobs").err()).contains("ITTYBIT_API_KEY is not set", "`ittybit login`");
    }

    /** Somebody whose environment says nothing. */
    private CliRun stranger() {
        return CliRun.against(server).without("ITTYBIT_API_KEY").without("ITTYBIT_API_URL")
                .with("XDG_CONFIG_HOME", config.toString());
    }

    private CliRun.Result login(String... args) {
        return stranger().typing(STORED).run(Stream.concat(Stream.of("login"), Stream.of(args)).toArray(String[]::new));
    }

    private Path file() {
        return config.resolve("dromedary/credentials");
    }
}
