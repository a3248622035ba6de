package io.dromedary.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;

/** What an operating system sends to processes beside their end. */
public final class Signals {

    private Signals() {
    }

    /** Keeps a process from doing anything, until it is told to go on. */
    public static void pause(Process process) {
        send("STOP", process.pid());
    }

    /** Lets a process go on. */
    public static void resume(Process process) {
        send("CONT", process.pid());
    }

    /** The same for all of its children too. */
    public static void pauseAll(Process process) {
        pause(process);
        process.descendants().forEach(child -> send("STOP", child.pid()));
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
