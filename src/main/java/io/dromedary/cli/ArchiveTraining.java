package io.dromedary.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;

/**
 * Runs the usual commands once while the JVM records the classes that they load; {@code bin/build} creates a class data
 * archive from that, by which the command line starts fast. The server is a scripted one in this process, and the output
 * of the commands is discarded.
 */
final class ArchiveTraining {
    private static final String JOB = """
            {"id": "job_1", "kind": "video", "input": "s3://a/b", "status": "%s", "progress": 50, "output": "http://a/b",
             "created_at": 0, "tasks": [{"kind": "video", "status": "processing", "progress": 5, "speed": 1.5}]}""";

    private ArchiveTraining() {
    }

    public static void main(String[] args) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", ArchiveTraining::answer);
        server.start();
        Map<String, String> environment = Map.of(
                CliEnvironment.KEY, "key", CliEnvironment.URL, "http://localhost:" + server.getAddress().getPort());
        for (String line : new String[] {
            "--help", "video --help", "vidoe", "health", "jobs", "jobs job_1 --json", "connections list", "keys list",
            "task probe -i s3://a/b", "jobs create --body {}", "jobs watch job_1", "completion",
            "connections add s3 --name a --endpoint https://a --region auto --access-key-id a --secret-access-key a",
            "video -i s3://a/b --connection c --width 1280 --fps 2.5", "video -i s3://a/b --json"}) {
            run(line.split(" "), environment);
        }
        server.stop(0);
        System.exit(0);
    }

    private static void run(String[] args, Map<String, String> environment) {
        PrintStream nowhere = new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
        CommandLineMain.run(args, new CliEnvironment("dromedary", Path.of(System.getProperty("dromedary.home", "")),
                Path.of(""), environment, nowhere, nowhere,
                new SystemTerminal(true, environment, System.in, nowhere), MonotonicClock.ofSystem(), Interrupts.ofProcess()),
                new ServerEntry(() -> 0, () -> 0, (temporary, log) -> {
                    throw new IllegalStateException("There is none in the training.");
                }, new ServerEntry.Keys(() -> 0, () -> 0)));
    }

    private static void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        String body = switch (path) {
            case "/health" -> "{\"status\": \"UP\", \"checks\": {\"ffmpeg\": {\"status\": \"UP\"}}}";
            case "/jobs/job_1" -> JOB.formatted("succeeded");
            // An unfinished task would be watched forever.
            case "/tasks" -> JOB.formatted("succeeded");
            case "/jobs" -> exchange.getRequestMethod().equals("GET")
                    ? "[" + JOB.formatted("succeeded") + "]"
                    : JOB.formatted("processing");
            default -> exchange.getRequestMethod().equals("GET") ? "[{\"name\": \"a\"}]" : "{\"id\": \"conn_1\"}";
        };
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
