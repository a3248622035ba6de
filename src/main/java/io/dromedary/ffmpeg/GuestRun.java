package io.dromedary.ffmpeg;

import io.dromedary.ffmpeg.ProcessFailure.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Supervises one process of ffmpeg or ffprobe: reads its output within limits, and ends it when it is stopped, at its
 * deadline, when it makes no progress, and when it prints or writes too much.
 */
final class GuestRun {

    private static final Logger LOG = LoggerFactory.getLogger(GuestRun.class);

    private static final int ERROR_TAIL_CHARS = 4_000;
    /**
     * Exit values of the sandbox if the program, or one of its libraries, is missing (POSIX, 2.8.2); ffmpeg does not use them.
     */
    private static final int NOT_EXECUTABLE = 126;
    private static final int NOT_FOUND = 127;
    /** Messages of -abort_on empty_output, and of filters that got no frame. */
    private static final List<String> EMPTY = List.of("Empty output", "Error marking filters as finished");
    /** The interval of the checks, and so the resolution of deadline and stall. */
    private static final long LOOK_MS = 200;
    /** Every so many checks, the guest's folder is checked too. */
    private static final int LOOKS_A_FOLDER = 5;
    /** How long to wait, after the end of the process, for the rest of its output. */
    private static final long LAST_WORDS_MS = 2_000;
    /** A killed process ends within milliseconds, unless the kernel hangs. */
    private static final long LAST_BREATH_MS = 3_000;

    private final ProcessCommand command;
    private final Process process;
    private final boolean endsWithGuest;
    private final GuestFolder folder;
    private final StallTimer watch;
    private final LastLines errors = new LastLines(ERROR_TAIL_CHARS);
    private final StringBuffer output = new StringBuffer();
    private final AtomicReference<String> flood = new AtomicReference<>();
    private final Optional<Feed> feed;

    /**
     * Supervises a process that was just started.
     *
     * @param endsWithGuest whether the process ends only after all processes of the guest
     * @param folder        the guest's
     */
    GuestRun(ProcessCommand command, Process process, boolean endsWithGuest, GuestFolder folder, Duration stallTimeout) {
        this.command = command;
        this.process = process;
        this.endsWithGuest = endsWithGuest;
        this.folder = folder;
        this.watch = new StallTimer(command.deadline(), stallTimeout, System::nanoTime);
        this.feed = command.reads().map(input -> new Feed(command.program(), input, watch));
    }

    /**
     * Waits for the end of the process.
     *
     * @return its output
     * @throws ProcessFailure        if it failed
     * @throws CancellationException if it was stopped
     */
    String toItsEnd() {
        Thread errorReader = read(process.getErrorStream(), "stderr", BoundedLines.OF_ERRORS, errors::line);
        Thread outputReader = command.progress().isPresent()
                ? read(process.getInputStream(), "progress", BoundedLines.OF_PROGRESS, progressLines())
                : read(process.getInputStream(), "output", BoundedLines.OF_ANSWERS, line -> output.append(line).append('\n'));
        var stopping = command.stop().whenComplete((reason, failure) -> end());
        feed.ifPresent(input -> input.into(process.getOutputStream(), this::end));
        try {
            Optional<Reason> ended = await();
            if (command.stop().isDone()) {
                throw new CancellationException(command.program() + " was stopped");
            }
            // A remaining child process may keep the pipes open forever.
            outputReader.join(LAST_WORDS_MS);
            errorReader.join(LAST_WORDS_MS);
            judge(ended);
            // If standard output carries the progress, the result is on standard error.
            return command.progress().isPresent() ? errors.text() : output.toString();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException(command.program() + " was interrupted");
        } finally {
            end();
            feed.ifPresent(Feed::close);
            stopping.cancel(false);
        }
    }

    private void end() {
        end(endsWithGuest);
    }

    /**
     * Kills the process and all its descendants. Returns at once.
     *
     * <p>With a namespace, the started process waits outside it for the guest's end, and ends after all processes of the
     * guest: so it is killed only if it has no descendants.
     */
    private void end(boolean waitsForGuest) {
        List<ProcessHandle> below = process.descendants().toList();
        below.forEach(ProcessHandle::destroyForcibly);
        if (below.isEmpty() || !waitsForGuest) {
            process.destroyForcibly();
        }
    }

    /** Waits for the end; returns the reason if the process was ended by this class. */
    private Optional<Reason> await() throws InterruptedException {
        for (int look = 1; !process.waitFor(LOOK_MS, TimeUnit.MILLISECONDS); look++) {
            Optional<Reason> reason = flood.get() != null ? Optional.of(Reason.FLOOD)
                    : watch.overdue().or(look % LOOKS_A_FOLDER == 0 ? this::excess : Optional::empty);
            if (reason.isPresent() || command.stop().isDone()) {
                end();
                awaitLastBreath();
                return reason;
            }
        }
        return Optional.empty();
    }

    private Optional<Reason> excess() {
        try {
            return folder.excess();
        } catch (IOException e) {
            LOG.debug("What {} has made so far cannot be looked at: it is looked at again", command.program(), e);
            return Optional.empty();
        }
    }

    /** Waits for a limited time, so that the slot becomes free even if the guest does not end. */
    private void awaitLastBreath() throws InterruptedException {
        if (!process.waitFor(LAST_BREATH_MS / 2, TimeUnit.MILLISECONDS)) {
            end(false);
            if (!process.waitFor(LAST_BREATH_MS / 2, TimeUnit.MILLISECONDS)) {
                LOG.error("{} (process {}) does not end though it was killed", command.program(), process.pid());
            }
        }
    }

    private void judge(Optional<Reason> ended) {
        if (flood.get() != null) {
            throw new ProcessFailure(Reason.FLOOD, command.program() + ": " + flood.get(), errors.text(), null);
        }
        feed.flatMap(Feed::lack).ifPresent(lack -> {
            throw new ProcessFailure(Reason.FAILED, command.program() + " did not get all of its input", errors.text(), lack);
        });
        if (ended.isPresent()) {
            boolean starved = ProcessLimits.ranOutOfMemory(errors.text());
            throw new ProcessFailure(starved ? Reason.OUT_OF_MEMORY : ended.get(),
                    command.program() + " " + watch.describe(ended.get()), errors.text(), null);
        }
        if (process.exitValue() != 0) {
            throw new ProcessFailure(reason(process.exitValue(), errors.text()),
                    command.program() + " ended with exit value " + process.exitValue(), errors.text(), null);
        }
        if (watch.sawNoPicture()) {
            throw new ProcessFailure(Reason.EMPTY, command.program() + " made no picture", errors.text(), null);
        }
    }

    private static Reason reason(int exitValue, String errors) {
        if (exitValue == NOT_EXECUTABLE || exitValue == NOT_FOUND || errors.startsWith("bwrap: ")) {
            return Reason.NOT_STARTED;
        }
        return ProcessLimits.reached(exitValue, errors)
                .orElse(EMPTY.stream().anyMatch(errors::contains) ? Reason.EMPTY : Reason.FAILED);
    }

    private Consumer<String> progressLines() {
        var reader = new ProgressReport.Reader();
        var told = new AtomicBoolean();
        return line -> reader.line(line).ifPresent(progress -> {
            watch.sees(progress);
            try {
                command.progress().orElseThrow().accept(progress);
            } catch (RuntimeException e) {
                // A failure to store a report must neither end the encode nor fill the log.
                if (told.compareAndSet(false, true)) {
                    LOG.warn("{}: reports of its progress are lost", command.program(), e);
                }
            }
        });
    }

    private Thread read(InputStream stream, String name, BoundedLines bounds, Consumer<String> lines) {
        var thread = new Thread(() -> {
            try (stream) {
                bounds.read(stream, lines, System::nanoTime);
            } catch (BoundedLines.Flood e) {
                flood.compareAndSet(null, e.getMessage());
                end();
            } catch (IOException e) {
                LOG.debug("{}: the stream ended with its process", name, e);
            } catch (RuntimeException e) {
                LOG.error("{}: reading stopped", name, e);
            }
        }, command.program() + "-" + name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }
}
