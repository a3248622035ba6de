package io.dromedary.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The text of the progress bar: stage, bar, percent, speed and elapsed time, or what the job waits for.
 *
 * @param unicode whether the terminal can show characters beyond ASCII
 */
record BarText(boolean unicode) {
    /** A probe that takes longer waits for its input. */
    private static final Duration SLOW = Duration.ofSeconds(2);
    private static final Pattern HOST = Pattern.compile("^(?:https?://(?:[^/@]*@)?|s3://)([^/:?#]+)");

    /** The host or the bucket of a job's input. */
    static Optional<String> host(JsonNode job) {
        return HOST.matcher(job.path("input").asText()).results().findFirst().map(found -> found.group(1));
    }

    /**
     * One line.
     *
     * @param state    of the job; empty before the first answer
     * @param host     of its input
     * @param isSilent whether the server does not answer
     * @param percent  of the job
     * @param columns  the longest line
     */
    String line(Optional<JobState> state, Optional<String> host, boolean isSilent, long percent, Duration passed, int columns) {
        String elapsed = TextFormat.elapsed(passed);
        if (isSilent) {
            return cut("no answer from the server, trying again  " + elapsed, columns);
        }
        Optional<String> waitsFor = state.flatMap(JobState::waitsFor).map(why -> "waiting to try again: " + why)
                .or(() -> host.filter(h -> passed.compareTo(SLOW) > 0
                        && state.flatMap(JobState::stage).filter("probe"::equals).isPresent()).map(h -> "waiting for " + h));
        if (waitsFor.isPresent()) {
            return cut(elapsed + "  " + TextFormat.plain(waitsFor.get()), columns);
        }
        String left = "%-11s".formatted(TextFormat.plain(state.map(s -> s.stage().orElse(s.status())).orElse("waiting")));
        String right = " %3d%%  %9s  %7s".formatted(percent, state.map(JobState::speedText).orElse(""), elapsed);
        int cells = columns - left.length() - right.length() - 2;
        if (cells < 5) {
            return cut(left.strip() + right, columns);
        }
        int done = (int) (cells * percent / 100);
        String full = unicode ? "█" : "#";
        String empty = unicode ? "░" : "-";
        return left + "[" + full.repeat(done) + empty.repeat(cells - done) + "]" + right;
    }

    private static String cut(String line, int columns) {
        return line.length() <= columns ? line : line.substring(0, Math.max(0, columns));
    }
}
