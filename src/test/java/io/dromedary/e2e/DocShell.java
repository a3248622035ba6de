package io.dromedary.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.dromedary.cli.CommandLineMain;
import io.dromedary.cli.ServerEntry;
import io.dromedary.cli.CliEnvironment;
import io.dromedary.cli.SystemTerminal;
import io.dromedary.cli.MonotonicClock;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Runs commands as they stand in the documentation, against a server that says at once that the job is done. */
final class DocShell implements AutoCloseable {

    private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|'([^']*)'|(\\S+)");

    private final Path folder;
    private final HttpServer http;
    private final List<String> sent = new ArrayList<>();

    /** @param folder where results are saved */
    DocShell(Path folder) throws IOException {
        this.folder = folder;
        http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        http.createContext("/", exchange -> answer(exchange, "#EXTM3U\n"));
        http.createContext("/jobs", exchange -> {
            sent.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            answer(exchange, """
                    {"id": "job_1", "object": "job", "status": "succeeded", "progress": 100, "tasks": [],
                     "output": "%s/cdn/job_1/%s", "error": null}"""
                    .formatted(url(), sent.get(0).contains("adaptive_video") ? "master.m3u8" : "result"));
        });
        http.start();
    }

    /** Runs a command; gives the body of the job that it sent. */
    String run(String command) {
        sent.clear();
        String[] words = WORD.matcher(command).results().skip(1)
                .map(word -> word.group().replaceAll("^([\"'])(.*)\\1$", "$2")).toArray(String[]::new);
        var printed = new ByteArrayOutputStream();
        var stream = new PrintStream(printed, true, StandardCharsets.UTF_8);
        Map<String, String> environment = Map.of("ITTYBIT_API_KEY", "key", "ITTYBIT_API_URL", url());
        int code = CommandLineMain.run(words, new CliEnvironment("ittybit", Path.of("").toAbsolutePath(), folder,
                environment, stream, stream, new SystemTerminal(false, environment, new ByteArrayInputStream(new byte[0]), stream),
                MonotonicClock.ofSystem(), action -> () -> { }), new ServerEntry(console -> 70, () -> 71, (temporary, log) -> null,
                new ServerEntry.Keys(() -> 72, () -> 73), (tools, to) -> { }));
        assertThat(code).as("%s\n%s", command, printed).isZero();
        return sent.get(0);
    }

    private String url() {
        return "http://127.0.0.1:" + http.getAddress().getPort();
    }

    private static void answer(HttpExchange exchange, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        try (exchange) {
            exchange.sendResponseHeaders(exchange.getRequestURI().getPath().equals("/jobs") ? 201 : 200, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    @Override
    public void close() {
        http.stop(0);
    }
}
