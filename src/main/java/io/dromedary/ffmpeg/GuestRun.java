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
 * One process of ffmpeg or ffprobe, until it ends: what it prints is read within bounds, and it is ended when it is told
 * to stop, at its deadline, when it makes no progress, and when it prints or writes more than it may.
 */
final class GuestRun {

    private static final Logger LOG = LoggerFactory.getLogger(GuestRun.class);

    private static final int ERROR_TAIL_CHARS = 4_000;
    /** What stands around a program ends so when that, or a library of it, is not there (POSIX, 2.8.2); ffmpeg never does. */
    private static final int NOT_EXECUTABLE = 126;
    private static final int NOT_FOUND = 127;
    /** By -abort_on empty_output, and where no frame came, so that it is not known what the filters get. */
    private static final List<String> EMPTY = List.of("Empty output", "Error marking filters as finished");
    /** How often the watchdog looks, and so the grain of deadline and stall. */
    private static final long LOOK_MS = 200;
    /** At so many looks, one goes to the guest's folder too. */
    private static final int LOOKS_A_FOLDER = 5;
    /** How long is waited, after its end, for what it has printed: as much as fits a pipe. */
    private static final long LAST_WORDS_MS = 2_000;
    /** Whoever is killed is gone in milliseconds, unless the kernel itself hangs. */
    private static final long LAST_BREATH_MS = 3_000;

    private final ProcessCommand command;
    private final Process process;
    private final boolean endsWithGuest;
    private final GuestFolder folder;
    private final StallTimer watch;
    private final LastLines errors = new LastLines(ERROR_TAIL_CHARS);
    private final StringBuffer output = new StringBuffer();
    private final AtomicReference<String> flood = new AtomicReference<>();

    /**
     * A process that was just started.
     *
     * @param endsWithGuest whether the process ends only when nothing is left of the guest
     * @param folder        the guest's
     */
    GuestRun(ProcessCommand command, Process process, boolean endsWithGuest, GuestFolder folder, Duration stallTimeout) {
        this.command = command;
        this.process = process;
        this.endsWithGuest = endsWithGuest;
        this.folder = folder;
        this.watch = new StallTimer(command.deadline(), stallTimeout);
    }

    /**
     * Waits for its end.
     *
     * @return what it printed
     * @throws ProcessFailure        when it did not do its work
     * @throws CancellationException when it was told to stop
     */
    String toItsEnd() {
        Thread errorReader = read(process.getErrorStream(), "stderr", BoundedLines.OF_ERRORS, errors::line);
        Thread outputReader = command.progress().isPresent()
                ? read(process.getInputStream(), "progress", BoundedLines.OF_PROGRESS, progressLines())
                : read(process.getInputStream(), "output", BoundedLines.OF_ANSWERS, line -> output.append(line).append('\n'));
        var stopping = command.stop().whenComplete((reason, failure) -> end());
        try {
            Optional<Reason> ended = await();
            if (command.stop().isDone()) {
                throw new CancellationException(command.program() + " was stopped");
            }
            // A child that it left behind may hold the pipes open for ever.
            outputReader.join(LAST_WORDS_MS);
            errorReader.join(LAST_WORDS_MS);
            judge(ended);
            // Where standard output carries the progress, what was found out is on the other stream.
            return command.progress().isPresent() ? errors.text() : output.toString();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException(command.program() + " was interrupted");
        } finally {
            end();
            stopping.cancel(false);
        }
    }

    private void end() {
        ProcessTree.end(process, endsWithGuest);
    }

    /** Waits for the end; says why it was ended when it was not its own. */
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

    /** Nobody waits for a guest without an end, whatever it does: its slot is free again. */
    private void awaitLastBreath() throws InterruptedException {
        if (!process.waitFor(LAST_BREATH_MS / 2, TimeUnit.MILLISECONDS)) {
            ProcessTree.end(process, false);
            if (!process.waitFor(LAST_BREATH_MS / 2, TimeUnit.MILLISECONDS)) {
                LOG.error("{} (process {}) does not end though it was killed", command.program(), process.pid());
            }
        }
    }

    private void judge(Optional<Reason> ended) {
        if (flood.get() != null) {
            throw new ProcessFailure(Reason.FLOOD, command.program() + ": " + flood.get(), errors.text(), null);
        }
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
                // A report that nobody could note must not end the encode, nor fill the log.
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
