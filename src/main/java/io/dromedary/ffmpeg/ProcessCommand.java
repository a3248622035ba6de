package io.dromedary.ffmpeg;

import io.dromedary.media.ExpectedFile;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * A run of ffmpeg or ffprobe, as the routes hand it to {@code exec:}.
 *
 * @param program   {@code ffmpeg} or {@code ffprobe}; where it is installed is the executor's business
 * @param arguments without the program; never a credential or a signed URL, as every process can read them. It runs in a
 *                  folder of its own, and finds what it reads in {@code ../given} and {@code ../out}
 * @param folder    of the job
 * @param elsewhere files outside of the job's folder that it reads, by their names in {@code ../given}
 * @param makes     the files that it leaves; others are a failure
 * @param deadline  wall time after which it is ended
 * @param progress  called for each report of {@code -progress pipe:1}, on another thread, and the run's answer is the end of
 *                  its standard error; with none, the answer is its standard output
 * @param stop      when this completes, the process is ended and the run throws {@code CancellationException}
 */
public record ProcessCommand(
        String program,
        List<String> arguments,
        JobFolder folder,
        Map<String, Path> elsewhere,
        List<ExpectedFile> makes,
        Duration deadline,
        Optional<Consumer<ProgressReport>> progress,
        CompletableFuture<?> stop) {

    public ProcessCommand {
        arguments = List.copyOf(arguments);
        elsewhere = Map.copyOf(elsewhere);
        makes = List.copyOf(makes);
    }
}
