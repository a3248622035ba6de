package io.dromedary.ffmpeg;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;

/**
 * Ends all processes with a guest's user id, which no other process has.
 *
 * @param searchPath where the programs are looked for
 */
record UserProcesses(String searchPath) {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final long LOOK_MS = 5;

    /**
     * Kills the processes, and waits until none is left.
     *
     * @param isolation  runs a process as that user
     * @param mounts of the guest
     * @throws IllegalStateException if some do not end; the user id must not be used again then
     */
    void endAll(Isolation isolation, GuestMounts mounts, int user) {
        Optional<Path> kill = Executables.find("kill", searchPath);
        long end = System.nanoTime() + PATIENCE.toNanos();
        for (List<Long> left = of(user); !left.isEmpty(); left = of(user)) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException("Processes " + left + " of the guest's user " + user + " do not end");
            }
            if (kill.isPresent()) {
                // Kills all at once, so that none can start another in between; the sender itself is excluded (kill(2)).
                run(isolation, kill.get(), mounts, user);
            } else {
                left.forEach(each -> ProcessHandle.of(each).ifPresent(ProcessHandle::destroyForcibly));
            }
            pause();
        }
    }

    /** The running processes of a user. */
    static List<Long> of(long user) {
        return Processes.all().filter(each -> each.user() == user && !each.hasEnded()).map(Processes.Seen::pid).toList();
    }

    private static void run(Isolation isolation, Path kill, GuestMounts mounts, int user) {
        var line = new ArrayList<>(isolation.words(kill, mounts, OptionalInt.of(user)));
        line.addAll(List.of(kill.toString(), "-9", "-1"));
        try {
            Process process = new ProcessBuilder(line).directory(new File("/")).redirectInput(Path.of("/dev/null").toFile())
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD).redirectError(ProcessBuilder.Redirect.DISCARD).start();
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The processes of a guest cannot be ended", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Ending the processes of a guest was interrupted", e);
        }
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(LOOK_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Waiting for the end of a guest was interrupted", e);
        }
    }
}
