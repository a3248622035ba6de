package io.dromedary.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;

/** What an operating system sends to processes beside their end. */
final class Signals {

    private Signals() {
    }

    /** Keeps a process from doing anything, until it is told to go on. */
    static void pause(Process process) {
        send("STOP", process);
    }

    /** Lets a process go on. */
    static void resume(Process process) {
        send("CONT", process);
    }

    private static void send(String name, Process process) {
        try {
            assertThat(new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor()).isZero();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
