package io.dromedary.ffmpeg;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Resource limits of a process, enforced by the kernel (setrlimit(2)) and set by {@code prlimit} of util-linux.
 *
 * <p>The kernel counts processes for each user and user namespace. Only a guest with its own user or user namespace is
 * counted separately; otherwise the limit would apply to all encodes and the server together, so it is not set.
 *
 * @param memoryBytes address space of one process, which is more than the memory that it uses
 * @param fileBytes   largest file that it may write
 * @param openFiles   number of open files
 * @param processes   number of processes and threads, including all descendants
 */
public record ProcessLimits(long memoryBytes, long fileBytes, int openFiles, int processes) {

    /** Messages of the C library, x264 and x265, libvpx and libaom, SVT-AV1, and the loader. */
    private static final List<String> NO_MEMORY = List.of("Cannot allocate memory", "malloc of size",
            "Memory allocation error", "allocate memory failed", "failed to map segment from shared object");
    /** Seconds between the signal that the CPU time is used up, and the end by force. */
    private static final int LAST_SECONDS = 5;
    /** Exit values after a signal: 128 plus its number (signal(7)). */
    private static final int SIGXCPU = 128 + 24;
    private static final int SIGXFSZ = 128 + 25;

    /**
     * The words before a program that set the limits, except that of processes.
     *
     * @param prlimit  where it is
     * @param deadline time limit of the program; multiplied by the cores, it limits the CPU time
     */
    List<String> words(Path prlimit, Duration deadline) {
        long seconds = deadline.toSeconds() * Runtime.getRuntime().availableProcessors() + 1;
        return List.of(prlimit.toString(), "--as=" + memoryBytes, "--fsize=" + fileBytes, "--nofile=" + openFiles,
                "--cpu=" + seconds + ":" + (seconds + LAST_SECONDS), "--core=0", "--");
    }

    /**
     * The words that also limit the processes, for a program that is counted separately.
     *
     * @param prlimit  where it is
     * @param deadline time limit of the program
     */
    List<String> wordsOfAll(Path prlimit, Duration deadline) {
        var words = new ArrayList<>(words(prlimit, deadline));
        words.add(words.size() - 1, "--nproc=" + processes);
        return words;
    }

    /** The same limits with another number of processes. */
    ProcessLimits withProcesses(int number) {
        return new ProcessLimits(memoryBytes, fileBytes, openFiles, number);
    }

    /** The limit that a program has reached, by its exit value and output; none if it failed otherwise. */
    static Optional<ProcessFailure.Reason> reached(int exitValue, String errorOutput) {
        if (exitValue == SIGXFSZ || errorOutput.contains("File too large")) {
            return Optional.of(ProcessFailure.Reason.FILE_TOO_LARGE);
        }
        if (exitValue == SIGXCPU) {
            return Optional.of(ProcessFailure.Reason.TIMED_OUT);
        }
        // Checked before memory, as ffmpeg then also prints that it cannot allocate memory.
        if (errorOutput.contains("exceeds max_streams")) {
            return Optional.of(ProcessFailure.Reason.TOO_MANY_STREAMS);
        }
        return ranOutOfMemory(errorOutput) ? Optional.of(ProcessFailure.Reason.OUT_OF_MEMORY) : Optional.empty();
    }

    /** Does the output report a lack of memory? SVT-AV1 may then hang, waiting for a thread that did not start. */
    static boolean ranOutOfMemory(String errorOutput) {
        return NO_MEMORY.stream().anyMatch(errorOutput::contains);
    }
}
