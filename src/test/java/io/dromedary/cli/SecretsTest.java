package io.dromedary.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Neither the key nor a store's secret is ever printed, whatever goes wrong. */
class SecretsTest {
    private static final String SECRET = "Sup3rS3cretAccessKey";

    private final ScriptedServer server = new ScriptedServer();

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void debugShowsTheRequestWithoutThem() {
        server.on("POST /connections", 201, "{\"id\": \"conn_1\"}");
        CliRun.Result result = add("--secret-access-key", SECRET, "--debug");
        assertThat(result.code()).isZero();
        assertThat(result.err()).contains("> POST " + server.url() + "/connections", "\"secret_access_key\":\"***\"",
                "\"access_key_id\":\"AKID\"", "< 201");
        silent(result);
    }

    @Test
    void aRefusedRequestDoesNotShowThem() {
        server.on("POST /connections", 409, "{\"kind\": \"name_taken\", \"message\": \"Taken.\", \"field\": \"name\"}");
        CliRun.Result result = add("--secret-access-key", SECRET, "--debug");
        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).contains("--name: Taken.");
        silent(result);
    }

    @Test
    void aBrokenConnectionDoesNotShowThem() {
        server.on("POST /connections", 0, "");
        CliRun.Result result = add("--secret-access-key", SECRET, "--debug");
        assertThat(result.code()).isEqualTo(4);
        silent(result);
    }

    @Test
    void misspeltOptionsDoNotShowTheirValues() {
        for (String[] wrong : new String[][] {{"--secret-acces-key", SECRET}, {"--secret-acces-key=" + SECRET}, {SECRET},
            {"--secret-access-key", SECRET, "--secret-access-key", SECRET}, {"--default=" + SECRET},
            {"-secret-access-key", SECRET}, {"--secret-access-key", SECRET, "--name"}}) {
            CliRun.Result result = add(wrong);
            assertThat(result.code()).as(String.join(" ", wrong)).isEqualTo(2);
            silent(result);
        }
        CliRun.Result short1 = CliRun.against(server).run("connections", "add", "--secret-access-key", SECRET);
        assertThat(short1.code()).isEqualTo(2);
        silent(short1);
        CliRun.Result short2 = CliRun.against(server).run("connections", "--secret-access-key", "x", SECRET);
        assertThat(short2.code()).isEqualTo(2);
        silent(short2);
    }

    private CliRun.Result add(String... more) {
        String[] args = new String[more.length + 7];
        System.arraycopy(new String[] {"connections", "add", "s3", "--name=a", "--endpoint=https://e", "--region=auto",
            "--access-key-id=AKID"}, 0, args, 0, 7);
        System.arraycopy(more, 0, args, 7, more.length);
        return CliRun.against(server).run(args);
    }

    private static void silent(CliRun.Result result) {
        assertThat(result.out() + result.err()).doesNotContain(SECRET).doesNotContain(CliRun.KEY);
    }
}
