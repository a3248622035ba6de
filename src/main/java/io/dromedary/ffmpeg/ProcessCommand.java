package io.dromedary.ffmpeg;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * A run of ffmpeg or ffprobe, as the routes hand it to {@code exec:}.
 *
 * @param program   {@code ffmpeg} or {@code ffprobe}; where it is installed is the executor's business
 * @param arguments without the program; never a credential or a signed URL, as every process can read them
 * @param folder    the job's own folder, in which it runs
 * @param reads     files elsewhere that it reads; a sandbox lets it see no others
 * @param deadline  wall time after which it is ended
 * @param progress  called for each report of {@code -progress pipe:1}, on another thread, and the run's answer is the end of
 *                  its standard error; with none, the answer is its standard output
 * @param stop      when this completes, the process is ended and the run throws {@code CancellationException}
 */
public record ProcessCommand(
        String program,
        List<String> arguments,
        Path folder,
        List<Path> reads,
        Duration deadline,
        Optional<Consumer<Progress>> progress,
        CompletableFuture<?> stop) {
}
