package io.dromedary.ffmpeg;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a process may take, held by the kernel (setrlimit(2)) and set by {@code prlimit} of util-linux, which stands
 * before the program.
 *
 * <p>The kernel counts processes by user and user namespace. Only a guest that is a user of its own, or has a user
 * namespace of its own, is counted alone; elsewhere the limit would hold for all encodes and the server together, and is
 * not set.
 *
 * @param memoryBytes address space of one process, which is more than the memory that it touches
 * @param fileBytes   the largest file that it may write
 * @param openFiles   how many files it may have open
 * @param processes   how many processes and threads it and all that it starts may be
 */
public record ProcessLimits(long memoryBytes, long fileBytes, int openFiles, int processes) {

    /** In the words of the C library, of x264 and x265, of libvpx and libaom, of SVT-AV1, and of the loader. */
    private static final List<String> NO_MEMORY = List.of("Cannot allocate memory", "malloc of size",
            "Memory allocation error", "allocate memory failed", "failed to map segment from shared object");
    /** Seconds between the signal that the CPU time is used up, and the end by force. */
    private static final int LAST_SECONDS = 5;
    /** Exit values of what a signal has ended: 128 and the signal's number (signal(7)). */
    private static final int SIGXCPU = 128 + 24;
    private static final int SIGXFSZ = 128 + 25;

    /**
     * The words that set them for the program whose words follow.
     *
     * @param prlimit  where it is
     * @param deadline wall time that the program gets; with all cores at work, so much CPU time is the most it needs
     */
    List<String> words(Path prlimit, Duration deadline) {
        long seconds = deadline.toSeconds() * Runtime.getRuntime().availableProcessors() + 1;
        return List.of(prlimit.toString(), "--as=" + memoryBytes, "--fsize=" + fileBytes, "--nofile=" + openFiles,
                "--cpu=" + seconds + ":" + (seconds + LAST_SECONDS), "--core=0", "--");
    }

    /**
     * The words that set the limit of processes as well, for a program whose processes are counted alone.
     *
     * @param prlimit  where it is
     * @param deadline wall time that the program gets
     */
    List<String> wordsOfAll(Path prlimit, Duration deadline) {
        var words = new ArrayList<>(words(prlimit, deadline));
        words.add(words.size() - 1, "--nproc=" + processes);
        return words;
    }

    /** The same limits, but with so many processes. */
    ProcessLimits withProcesses(int number) {
        return new ProcessLimits(memoryBytes, fileBytes, openFiles, number);
    }

    /** Which limit a program has come up against, by how it ended; none when it failed of itself. */
    static Optional<ProcessFailure.Reason> reached(int exitValue, String errorOutput) {
        if (exitValue == SIGXFSZ || errorOutput.contains("File too large")) {
            return Optional.of(ProcessFailure.Reason.FILE_TOO_LARGE);
        }
        if (exitValue == SIGXCPU) {
            return Optional.of(ProcessFailure.Reason.TIMED_OUT);
        }
        // It says that it cannot allocate memory then, too.
        if (errorOutput.contains("exceeds max_streams")) {
            return Optional.of(ProcessFailure.Reason.TOO_MANY_STREAMS);
        }
        return ranOutOfMemory(errorOutput) ? Optional.of(ProcessFailure.Reason.OUT_OF_MEMORY) : Optional.empty();
    }

    /** Did it say that it got no more memory? SVT-AV1 then waits for a thread that it could not start, for ever. */
    static boolean ranOutOfMemory(String errorOutput) {
        return NO_MEMORY.stream().anyMatch(errorOutput::contains);
    }
}
