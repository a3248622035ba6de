package io.dromedary.machine;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * A real broker of JMS, an Artemis, in a process of its own. Maven fetches its jars, into a folder that no class path
 * knows.
 */
public final class JmsBroker implements AutoCloseable {

    private static final Path SOURCES = Path.of("src/test/broker").toAbsolutePath();

    private final int port = Ports.free();
    private final Path log;
    private final Process process;
    private final BufferedReader answers;

    /** Starts it with its files in a new folder. */
    public JmsBroker(Path folder) {
        try {
            Files.createDirectories(folder);
            Files.copy(SOURCES.resolve("pom.xml"), folder.resolve("pom.xml"));
            log = folder.resolve("broker.log");
            Programs.run(folder, List.of("mvn", "-B", "-q", "dependency:copy-dependencies", "-DoutputDirectory=jars"));
            process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp", folder.resolve("jars") + "/*",
                    SOURCES.resolve("Broker.java").toString(), Integer.toString(port))
                    .directory(folder.toFile()).redirectError(log.toFile()).start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        answers = process.inputReader(StandardCharsets.UTF_8);
        if (!answer().equals("started")) {
            throw failed();
        }
    }

    public int port() {
        return port;
    }

    /** Puts a text, in one line, into a queue. */
    public void send(String queue, String text) {
        ask("send " + queue + " " + text);
    }

    /** Takes the next text out of a queue, and waits a second for it; an empty one is none. */
    public String receive(String queue) {
        return ask("receive " + queue);
    }

    /** How many messages are in a queue, those included that somebody has and has not acknowledged. */
    public int count(String queue) {
        return Integer.parseInt(ask("count " + queue));
    }

    /** How many take from a queue. */
    public int consumers(String queue) {
        return Integer.parseInt(ask("consumers " + queue));
    }

    private synchronized String ask(String line) {
        try {
            process.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
            process.getOutputStream().flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return answer();
    }

    private String answer() {
        try {
            String line = answers.readLine();
            if (line == null) {
                throw failed();
            }
            return line;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private IllegalStateException failed() {
        return new IllegalStateException("The broker failed:\n" + logText());
    }

    private String logText() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
        Ending.await(process, Duration.ofSeconds(30), this::logText);
    }
}
