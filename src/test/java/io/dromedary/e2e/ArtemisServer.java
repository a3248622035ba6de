package io.dromedary.e2e;

import static io.dromedary.Patience.SOON;

import io.dromedary.machine.Certificates;
import io.dromedary.machine.Ending;
import io.dromedary.machine.Folders;
import io.dromedary.machine.Ports;
import io.dromedary.machine.SmallDisk;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** A broker in a process of its own, with a journal that survives it: it can be killed and started again. */
final class ArtemisServer implements AutoCloseable {

    /** Who is let in where it speaks TLS. */
    static final String USER = "nodes";
    static final String PASSWORD = "of the nodes";

    private final Path folder;
    private final List<String> tls;
    private final int port = Ports.free();
    private final List<String> around = new ArrayList<>();
    private Process process;

    /** A broker that has not started; its journal is in this folder. */
    ArtemisServer(Path folder) {
        this.folder = folder;
        this.tls = List.of();
    }

    /** A broker that speaks TLS by a certificate, and lets in {@link #USER} alone. */
    ArtemisServer(Path folder, Certificates certificates) {
        this.folder = folder;
        this.tls = List.of(certificates.store().toString());
    }

    /** Puts its journal on a disk of this size, in bytes, that ends with it. */
    ArtemisServer disk(int size) {
        around.addAll(SmallDisk.words(folder.toAbsolutePath().resolve("journal"), size));
        return this;
    }

    /** Its journal, where it is on a disk of its own. */
    Path journal() {
        return SmallDisk.seenBy(process, folder.toAbsolutePath().resolve("journal"));
    }

    /** Starts it and waits until it listens. */
    ArtemisServer start() {
        try {
            Files.createDirectories(folder.resolve("journal"));
            var command = new ArrayList<>(around);
            command.addAll(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-XX:TieredStopAtLevel=1", "-Xmx256m", "-cp", System.getProperty("java.class.path"),
                    ArtemisMain.class.getName(), folder.toString(), Integer.toString(port)));
            command.addAll(tls);
            process = new ProcessBuilder(command)
                    .redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()))
                    .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null"))).start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        try {
            Awaitility.await().atMost(SOON).pollInterval(Duration.ofMillis(50)).until(this::listens);
        } catch (ConditionTimeoutException e) {
            kill();
            throw new IllegalStateException("The broker does not listen:\n" + logText(), e);
        }
        return this;
    }

    String url() {
        return "tcp://127.0.0.1:" + port;
    }

    String amqpUrl() {
        return "amqp://127.0.0.1:" + port;
    }

    Process process() {
        return process;
    }

    private Path log() {
        return folder.resolve("broker.log");
    }

    private String logText() {
        try {
            return Files.readString(log());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean listens() {
        if (!process.isAlive()) {
            throw new IllegalStateException("The broker ended by itself:\n" + logText());
        }
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress("127.0.0.1", port), 1_000);
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }

    /** Ends it as a crash would. */
    void kill() {
        process.destroyForcibly();
        Ending.await(process, Duration.ofSeconds(30), this::logText);
    }

    /** Loses all messages, as a disk would that is gone. */
    void startAfresh() {
        kill();
        Folders.delete(folder);
        start();
    }

    @Override
    public void close() {
        if (process != null && process.isAlive()) {
            kill();
        }
    }
}
