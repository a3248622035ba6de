package io.dromedary.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarConsumer;
import me.tongfei.progressbar.ProgressState;

/** A line that is redrawn: stage, bar, percent, speed and elapsed time. */
final class BarView implements ProgressView {
    private static final int WIDEST = 78;
    /** A probe that takes longer waits for its input. */
    private static final Duration SLOW = Duration.ofSeconds(2);
    private static final Pattern HOST = Pattern.compile("^(?:https?://(?:[^/@]*@)?|s3://)([^/:?#]+)");
    private static final int REDRAW_MILLIS = 250;

    private final boolean unicode;
    private final ProgressBar bar;
    // Written by the polling thread, read by the library's thread, which redraws between the polls.
    private final AtomicReference<Optional<JobState>> state = new AtomicReference<>(Optional.empty());
    private final AtomicReference<Optional<String>> host = new AtomicReference<>(Optional.empty());
    private final AtomicReference<Optional<String>> trouble = new AtomicReference<>(Optional.empty());

    BarView(CliEnvironment surroundings) {
        unicode = surroundings.terminal().unicode();
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
        host.set(HOST.matcher(job.path("input").asText()).results().findFirst().map(found -> found.group(1)));
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
        String elapsed = TextFormat.elapsed(progress.getTotalElapsed());
        if (trouble.get().isPresent()) {
            return cut("no answer from the server, trying again  " + elapsed, columns);
        }
        Optional<JobState> now = state.get();
        Optional<String> waitsFor = now.flatMap(JobState::waitsFor);
        if (waitsFor.isPresent()) {
            String left = elapsed + "  waiting to try again: ";
            return cut(left + TextFormat.plain(waitsFor.get()), columns);
        }
        if (now.flatMap(JobState::stage).filter("probe"::equals).isPresent() && host.get().isPresent()
                && progress.getTotalElapsed().compareTo(SLOW) > 0) {
            return cut(elapsed + "  waiting for " + TextFormat.plain(host.get().get()), columns);
        }
        String label = now.map(s -> s.stage().orElse(s.status())).orElse("waiting");
        String left = "%-11s".formatted(TextFormat.plain(label));
        String right = " %3d%%  %9s  %7s".formatted(progress.getCurrent(), now.map(JobState::speedText).orElse(""), elapsed);
        int cells = columns - left.length() - right.length() - 2;
        if (cells < 5) {
            return cut(left.strip() + right, columns);
        }
        int done = (int) (cells * progress.getCurrent() / 100);
        String full = unicode ? "█" : "#";
        String empty = unicode ? "░" : "-";
        return left + "[" + full.repeat(done) + empty.repeat(cells - done) + "]" + right;
    }

    private static String cut(String line, int columns) {
        return line.length() <= columns ? line : line.substring(0, Math.max(0, columns));
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
