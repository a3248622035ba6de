package io.dromedary.ffmpeg;

import io.dromedary.media.ExpectedFile;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * A run of ffmpeg or ffprobe, as the routes pass it to {@code exec:}.
 *
 * @param program   {@code ffmpeg} or {@code ffprobe}; the executor knows its path
 * @param arguments arguments without the program; never a credential or a signed URL, as every process can read them. The
 *                  program runs in its own folder, and reads from {@code ../given} and {@code ../out}
 * @param folder    of the job
 * @param elsewhere files outside the job's folder that it reads, by their names in {@code ../given}
 * @param makes     the files that it makes; any others are a failure
 * @param deadline  time after which it is ended
 * @param progress  called in another thread for each report of {@code -progress pipe:1}; the result is then the end of
 *                  standard error. If empty, the result is standard output
 * @param stop      when it completes, the process is ended and the run throws {@code CancellationException}
 * @param reads     what the program reads from standard input, which is closed after the run; none for nothing
 */
public record ProcessCommand(
        String program,
        List<String> arguments,
        JobFolder folder,
        Map<String, Path> elsewhere,
        List<ExpectedFile> makes,
        Duration deadline,
        Optional<Consumer<ProgressReport>> progress,
        CompletableFuture<?> stop,
        Optional<InputStream> reads) {

    public ProcessCommand {
        arguments = List.copyOf(arguments);
        elsewhere = Map.copyOf(elsewhere);
        makes = List.copyOf(makes);
    }

    /** A run without standard input. */
    public ProcessCommand(String program, List<String> arguments, JobFolder folder, Map<String, Path> elsewhere,
            List<ExpectedFile> makes, Duration deadline, Optional<Consumer<ProgressReport>> progress, CompletableFuture<?> stop) {
        this(program, arguments, folder, elsewhere, makes, deadline, progress, stop, Optional.empty());
    }

    /** The same run, with this as its standard input. */
    public ProcessCommand reading(InputStream input) {
        return new ProcessCommand(program, arguments, folder, elsewhere, makes, deadline, progress, stop, Optional.of(input));
    }
}
