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
        ContractFile.prepare(home());
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", ArchiveTraining::answer);
        server.start();
        Map<String, String> environment = Map.of(
                CliEnvironment.KEY, "key", CliEnvironment.URL, "http://localhost:" + server.getAddress().getPort());
        for (String line : new String[] {
            "--version", "--help", "video --help", "serve --help", "jobs --help", "vidoe", "video --widht 3", "health", "jobs",
            "jobs job_1 --json", "jobs job_1", "jobs cancel job_1", "jobs retry job_1", "jobs create --body {}", "jobs watch job_1",
            "connections", "connections update a --region auto", "connections check a b", "connections delete a",
            "connections add s3 --name a --endpoint https://a --region auto --access-key-id a --secret-access-key a",
            "keys", "keys create --name a", "keys rotate a", "keys revoke a", "webhook-secret show", "tasks", "tasks task_1",
            "task probe s3://a/b", "completion", "video s3://a/b --connection c --width 1280 --fps 2.5",
            "video s3://a/b --json", "video s3://a/b --dry-run", "audio s3://a/b -q", "image s3://a/b", "animation s3://a/b",
            "adaptive s3://a/b"}) {
            run(line.split(" "), environment);
        }
        server.stop(0);
        System.exit(0);
    }

    private static Path home() {
        return Path.of(System.getProperty("dromedary.home", ""));
    }

    private static void run(String[] args, Map<String, String> environment) {
        PrintStream nowhere = new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
        CommandLineMain.run(args, new CliEnvironment("dromedary", home(),
                Path.of(""), environment, nowhere, nowhere,
                new SystemTerminal(true, environment, System.in, nowhere), MonotonicClock.ofSystem(), Interrupts.ofProcess()),
                new ServerEntry(console -> 0, () -> 0, (temporary, log) -> {
                    throw new IllegalStateException("There is none in the training.");
                }, new ServerEntry.Keys(() -> 0, () -> 0), (tools, out) -> { }));
    }

    private static void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        String body = switch (path) {
            case "/health" -> "{\"status\": \"UP\", \"checks\": {\"ffmpeg\": {\"status\": \"UP\"}}}";
            case "/jobs/job_1" -> JOB.formatted("succeeded");
            // An unfinished task would be watched forever.
            case "/tasks" -> exchange.getRequestMethod().equals("GET") ? "[" + JOB.formatted("succeeded") + "]" : JOB.formatted("succeeded");
            case "/jobs" -> exchange.getRequestMethod().equals("GET")
                    ? "[" + JOB.formatted("succeeded") + "]"
                    : JOB.formatted("processing");
            case "/tasks/task_1" -> JOB.formatted("succeeded");
            default -> exchange.getRequestMethod().equals("GET") ? "[{\"id\": \"key_1\", \"name\": \"a\"}]" : "{\"id\": \"conn_1\"}";
        };
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
