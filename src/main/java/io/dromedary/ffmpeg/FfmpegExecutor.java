package io.dromedary.ffmpeg;

import io.dromedary.ffmpeg.ProcessFailure.Reason;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.camel.component.exec.ExecCommand;
import org.apache.camel.component.exec.ExecCommandExecutor;
import org.apache.camel.component.exec.ExecResult;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs ffmpeg and ffprobe: no shell, a bare environment, standard input closed, progress while it runs, and an end
 * of the whole process tree when it is told to stop, at its deadline, or when it makes no progress.
 */
public final class FfmpegExecutor implements ExecCommandExecutor {

    private static final Logger LOG = LoggerFactory.getLogger(FfmpegExecutor.class);

    /** What ffprobe prints of a file is a few KiB; a hostile file shall not fill the heap. */
    private static final int MAX_OUTPUT_CHARS = 4 << 20;
    private static final int ERROR_TAIL_CHARS = 4_000;
    /** By -abort_on empty_output, and where no frame came, so that it is not known what the filters get. */
    private static final List<String> EMPTY = List.of("Empty output", "Error marking filters as finished");
    /** How often the watchdog looks, and so the grain of deadline and stall. */
    private static final long LOOK_MS = 200;
    /** How long is waited, after its end, for what it has printed: as much as fits a pipe. */
    private static final long LAST_WORDS_MS = 2_000;

    private final Map<String, List<String>> launch;
    private final Sandbox sandbox;
    private final Duration stallTimeout;

    /**
     * An executor.
     *
     * @param launch       how each program is started: {@code ffmpeg} → its path, with what stands before it
     * @param sandbox      what stands between it and this machine
     * @param stallTimeout how long an encode may go without writing anything
     */
    public FfmpegExecutor(Map<String, List<String>> launch, Sandbox sandbox, Duration stallTimeout) {
        this.launch = launch;
        this.sandbox = sandbox;
        this.stallTimeout = stallTimeout;
    }

    /**
     * Runs it to its end.
     *
     * @throws ProcessFailure        when it did not do its work
     * @throws CancellationException when it was told to stop
     */
    @Override
    public ExecResult execute(ExecCommand execCommand) {
        var command = ((FfmpegBinding.Command) execCommand).process();
        if (command.stop().isDone()) {
            throw new CancellationException(command.program() + " was stopped before it began");
        }
        List<String> line = new ArrayList<>(launch.get(command.program()));
        Path file = file(command, line.remove(line.size() - 1));
        try (Guest guest = sandbox.admit(file, place(command), command.deadline())) {
            line.addAll(guest.words());
            line.add(file.toString());
            return run(execCommand, command, line);
        }
    }

    private ExecResult run(ExecCommand execCommand, ProcessCommand command, List<String> words) {
        Process process = start(command, words);
        var errors = new Tail(ERROR_TAIL_CHARS);
        var watch = new Watch(command.deadline(), stallTimeout);
        var output = new StringBuffer();
        Thread errorReader = read(process.getErrorStream(), command.program() + "-stderr", errors::line);
        Thread outputReader = command.progress().isPresent()
                ? read(process.getInputStream(), "ffmpeg-progress", progressLines(command, watch))
                : read(process.getInputStream(), "ffprobe-output", line -> keep(output, line));
        var stopping = command.stop().whenComplete((reason, failure) -> ProcessTree.end(process));
        try {
            Reason reason = await(process, watch);
            // A child that it left behind may hold the pipes open for ever.
            outputReader.join(LAST_WORDS_MS);
            errorReader.join(LAST_WORDS_MS);
            if (command.stop().isDone()) {
                throw new CancellationException(command.program() + " was stopped");
            }
            if (reason != null) {
                throw new ProcessFailure(ProcessLimits.ranOutOfMemory(errors.text()) ? Reason.OUT_OF_MEMORY : reason,
                        command.program() + " " + watch.describe(reason), errors.text(), null);
            }
            if (process.exitValue() != 0) {
                throw new ProcessFailure(reason(process.exitValue(), errors.text()),
                        command.program() + " ended with exit value " + process.exitValue(), errors.text(), null);
            }
            if (watch.sawNoPicture()) {
                throw new ProcessFailure(Reason.EMPTY, command.program() + " made no picture", errors.text(), null);
            }
            // Where standard output carries the progress, what was found out is on the other stream.
            String printed = command.progress().isPresent() ? errors.text() : output.toString();
            return new ExecResult(execCommand, new ByteArrayInputStream(printed.getBytes(StandardCharsets.UTF_8)), null, 0);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException(command.program() + " was interrupted");
        } finally {
            ProcessTree.end(process);
            stopping.cancel(false);
        }
    }

    /** One folder for all; what is elsewhere is called as it is there. */
    private static Place place(ProcessCommand command) {
        return new Place(command.folder(), command.folder(), command.folder(), command.reads().stream()
                .collect(Collectors.toMap(each -> each.getFileName().toString(), Function.identity())));
    }

    private static Path file(ProcessCommand command, String file) {
        // What stands before it would start, and its failure look like that of the program.
        if (file.contains("/") && !Files.isExecutable(Path.of(file))) {
            throw new ProcessFailure(Reason.NOT_STARTED, command.program() + " is not installed at " + file, "", null);
        }
        return Path.of(file);
    }

    private static Process start(ProcessCommand command, List<String> line) {
        line.addAll(command.arguments());
        var builder = new ProcessBuilder(line).directory(command.folder().toFile())
                .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")));
        String path = builder.environment().get("PATH");
        builder.environment().clear();
        // An arena takes 64 MiB of address space, which is limited, and each thread would get one of its own.
        // SVT-AV1 prints its settings to stderr unless told to print errors only.
        builder.environment().putAll(Map.of("PATH", path == null ? "/usr/bin:/bin" : path, "LC_ALL", "C.UTF-8",
                "SVT_LOG", "1", "MALLOC_ARENA_MAX", "4"));
        try {
            return builder.start();
        } catch (IOException e) {
            throw new ProcessFailure(Reason.NOT_STARTED, command.program() + " could not be started", "", e);
        }
    }

    /** Waits for the end; says why it was ended when it was not its own. */
    private static Reason await(Process process, Watch watch) throws InterruptedException {
        while (!process.waitFor(LOOK_MS, TimeUnit.MILLISECONDS)) {
            var overdue = watch.overdue();
            if (overdue.isPresent()) {
                ProcessTree.end(process);
                process.waitFor();
                return overdue.get();
            }
        }
        return null;
    }

    private static Reason reason(int exitValue, String errors) {
        return ProcessLimits.reached(exitValue, errors)
                .orElse(EMPTY.stream().anyMatch(errors::contains) ? Reason.EMPTY : Reason.FAILED);
    }

    private static Consumer<String> progressLines(ProcessCommand command, Watch watch) {
        var reader = new Progress.Reader();
        var told = new AtomicBoolean();
        return line -> reader.line(line).ifPresent(progress -> {
            watch.sees(progress);
            try {
                command.progress().orElseThrow().accept(progress);
            } catch (RuntimeException e) {
                // A report that nobody could note must not end the encode, nor fill the log.
                if (told.compareAndSet(false, true)) {
                    LOG.warn("{}: reports of its progress are lost", command.program(), e);
                }
            }
        });
    }

    private static void keep(StringBuffer output, String line) {
        if (output.length() < MAX_OUTPUT_CHARS) {
            output.append(line, 0, Math.min(line.length(), MAX_OUTPUT_CHARS - output.length())).append('\n');
        }
    }

    private static Thread read(InputStream stream, String name, Consumer<String> lines) {
        var thread = new Thread(() -> {
            try (var reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
                for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                    lines.accept(line);
                }
            } catch (IOException e) {
                LOG.debug("{}: the stream ended with its process", name, e);
            } catch (RuntimeException e) {
                LOG.error("{}: reading stopped", name, e);
            }
        }, name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }
}
