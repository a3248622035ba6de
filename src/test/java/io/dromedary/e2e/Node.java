package io.dromedary.e2e;

import static io.dromedary.Patience.SOON;

import io.dromedary.machine.Ending;
import io.dromedary.machine.Signals;
import io.dromedary.machine.SmallDisk;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/**
 * A real server in a process of its own, with a data folder that survives it: it can be killed and started again.
 */
final class Node extends BaseNode<Node> {

    private static final Pattern PRINTED_KEY = Pattern.compile("ITTYBIT_API_KEY=(drom_[0-9a-f]{48})\\s");

    private final List<String> jvm = new ArrayList<>();
    private final List<String> around = new ArrayList<>();
    /** For its health, of which a start is asked many times. */
    private HttpClient http = HttpClient.newHttpClient();
    private Process process;

    /** A node that has not started. Its data is in a folder under this one. */
    Node(Path folder) {
        super(folder, SharedDatabase.Place.POSTGRESQL);
    }

    @Override
    Node self() {
        return this;
    }

    Node jvm(String option) {
        jvm.add(option);
        return this;
    }

    /** Lets another user run it: the words by which he is become. */
    Node runBy(List<String> words) {
        around.addAll(words);
        return this;
    }

    /** Puts a disk of this size, in bytes, at a folder that is there; its files are in {@link #onDisk}. */
    Node disk(Path at, int size) {
        around.addAll(SmallDisk.words(at, size));
        return this;
    }

    /** Where the test finds a file that this node, while it runs, has on a disk of its own. */
    Path onDisk(Path file) {
        return SmallDisk.seenBy(process, file);
    }

    Path log() {
        return folder().resolve("server.log");
    }

    String logText() {
        try {
            return Files.exists(log()) ? Files.readString(log()) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The key that its first start prints, a moment after it is up. */
    String printedKey() {
        return Awaitility.await().until(() -> PRINTED_KEY.matcher(logText()), Matcher::find).group(1);
    }

    Process process() {
        return process;
    }

    @Override
    Node start() {
        launch();
        return awaitUp();
    }

    /** Starts another program in its place, given by what comes after the JVM's options, and waits until it is up. */
    Node run(List<String> program) {
        var whole = new ArrayList<>(jvm);
        whole.addAll(program);
        launch(whole);
        return awaitUp();
    }

    /** Waits until it is up; one that does not get up is not left behind, and fails with all that it says. */
    Node awaitUp() {
        try {
            Awaitility.await().atMost(SOON).pollInterval(Duration.ofMillis(100)).until(() -> {
                if (!process.isAlive()) {
                    throw new IllegalStateException("The server ended by itself:\n" + logText());
                }
                return healthStatus() == 200;
            });
            return this;
        } catch (ConditionTimeoutException e) {
            String health = health().orElse("none");
            Signals.dumpThreads(process);
            close();
            throw new IllegalStateException("The server does not get up. Its health: " + health
                    + "\nIts log, and what its threads were at:\n" + logText(), e);
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /** Starts it without waiting. */
    Node launch() {
        var program = new ArrayList<String>();
        program.add("-Ddromedary.home=" + home());
        program.addAll(BuiltProgram.OPTIONS);
        program.addAll(jvm);
        program.addAll(List.of("io.dromedary.Dromedary", "serve"));
        return launch(program);
    }

    private Node launch(List<String> program) {
        takeDatabase();
        var command = new ArrayList<>(around);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        // What starts soonest on few cores.
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
        // A jar of the tests brings a configuration of its own.
        command.add("-Dlogback.configurationFile=" + Path.of("src/main/resources/logback.xml").toAbsolutePath());
        command.addAll(program);
        var builder = new ProcessBuilder(command).redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()))
                .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")));
        builder.environment().keySet().removeIf(name -> name.startsWith("DROMEDARY_"));
        builder.environment().putAll(environment());
        try {
            Files.createDirectories(folder());
            // Connections to the process before are of no use.
            http = HttpClient.newHttpClient();
            process = builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    /** The status of the answer about its health, 0 when there is none. */
    int healthStatus() {
        return askForHealth().map(HttpResponse::statusCode).orElse(0);
    }

    private Optional<String> health() {
        return askForHealth().map(answer -> answer.statusCode() + " " + answer.body());
    }

    private Optional<HttpResponse<String>> askForHealth() {
        try {
            return Optional.of(http.send(
                    HttpRequest.newBuilder(url().resolve("/health")).timeout(Duration.ofSeconds(5)).build(),
                    HttpResponse.BodyHandlers.ofString()));
        } catch (IOException notYet) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    /** Ends it as a crash would: nothing is tidied up. */
    void kill() {
        process.destroyForcibly();
        Ending.await(process, SOON, this::logText);
    }

    @Override
    void stop() {
        process.destroy();
        Ending.await(process, SOON, this::logText);
    }

    @Override
    public void close() {
        if (process != null && process.isAlive()) {
            kill();
        }
    }
}
