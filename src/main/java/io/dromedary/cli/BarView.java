package io.dromedary.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintStream;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarConsumer;
import me.tongfei.progressbar.ProgressState;

/** A line that is redrawn: stage, bar, percent, speed and elapsed time. */
final class BarView implements ProgressView {
    private static final int WIDEST = 78;
    private static final int REDRAW_MILLIS = 250;

    private final BarText text;
    private final ProgressBar bar;
    // Written by the polling thread, read by the library's thread, which redraws between the polls.
    private final AtomicReference<Optional<JobState>> state = new AtomicReference<>(Optional.empty());
    private final AtomicReference<Optional<String>> host = new AtomicReference<>(Optional.empty());
    private final AtomicReference<Optional<String>> trouble = new AtomicReference<>(Optional.empty());

    BarView(CliEnvironment surroundings) {
        text = new BarText(surroundings.terminal().unicode());
        // One column stays empty: a full line would wrap and could not be redrawn.
        int columns = Math.min(surroundings.terminal().columns() - 1, WIDEST);
        bar = new ProgressBarBuilder()
                .setInitialMax(100)
                .setUpdateIntervalMillis(REDRAW_MILLIS)
                .continuousUpdate()
                .setRenderer(this::line)
                .setConsumer(new OneLine(surroundings.out(), columns))
                .build();
    }

    @Override
    public void show(JsonNode job) {
        JobState now = JobState.of(job);
        state.set(Optional.of(now));
        host.set(BarText.host(job));
        trouble.set(Optional.empty());
        bar.stepTo(now.succeeded() ? 100 : now.progress());
        bar.refresh();
    }

    @Override
    public void trouble(String message) {
        trouble.set(Optional.of(message));
        bar.refresh();
    }

    @Override
    public void close() {
        bar.close();
    }

    private String line(ProgressState progress, int columns) {
        return text.line(state.get(), host.get(), trouble.get().isPresent(), progress.getCurrent(), progress.getTotalElapsed(), columns);
    }

    /** Overwrites the previous line; the terminal needs to support only carriage return and erase. */
    private record OneLine(PrintStream out, int columns) implements ProgressBarConsumer {
        @Override
        public int getMaxRenderedLength() {
            return columns;
        }

        @Override
        public void accept(String line) {
            out.print("\r" + line + "\033[K");
            out.flush();
        }

        @Override
        public void close() {
            out.println();
            out.flush();
        }
    }
}
