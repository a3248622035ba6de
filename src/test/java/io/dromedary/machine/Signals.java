package io.dromedary.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** What an operating system sends to processes beside their end. */
public final class Signals {

    private Signals() {
    }

    /** Keeps a process from doing anything, until it is told to go on. */
    public static void pause(Process process) {
        stop(process.pid());
    }

    /** The signal is sent to a process at once, and stops one of its threads after the other. */
    private static void stop(long pid) {
        send("STOP", pid);
        Awaitility.await("every thread of " + pid + " stands").pollInterval(Duration.ofMillis(5)).until(() -> stands(pid));
    }

    private static boolean stands(long pid) throws IOException {
        try (Stream<Path> threads = Files.list(Path.of("/proc", Long.toString(pid), "task"))) {
            return threads.allMatch(Signals::threadStands);
        }
    }

    private static boolean threadStands(Path thread) {
        try {
            String stat = Files.readString(thread.resolve("stat"));
            return stat.startsWith("T", stat.lastIndexOf(')') + 2);
        } catch (IOException e) {
            // It has ended.
            return !Files.exists(thread);
        }
    }

    /** Lets a process go on. */
    public static void resume(Process process) {
        send("CONT", process.pid());
    }

    /** The same for all of its children too. */
    public static void pauseAll(Process process) {
        pause(process);
        process.descendants().forEach(child -> stop(child.pid()));
    }

    /** Lets a process and all of its children go on. */
    public static void resumeAll(Process process) {
        process.descendants().forEach(child -> send("CONT", child.pid()));
        resume(process);
    }

    /** Lets a JVM write what its threads are at into its log. */
    public static void dumpThreads(Process process) {
        send("QUIT", process.pid());
    }

    /** Lets a process end as by a fault of its own. */
    public static void crash(Process process) {
        send("SEGV", process.pid());
    }

    /** As Ctrl-C does. */
    public static void interrupt(Process process) {
        send("INT", process.pid());
    }

    private static void send(String name, long pid) {
        try {
            assertThat(new ProcessBuilder("kill", "-" + name, Long.toString(pid)).start().waitFor()).isZero();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
