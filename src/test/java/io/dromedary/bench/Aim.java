package io.dromedary.bench;

import java.util.List;
import java.util.Locale;

/**
 * What a row is to reach.
 *
 * @param of which figure of its turns is compared
 * @param most whether it may be no larger than the value, or no smaller
 */
record Aim(Of of, boolean most, double value) {

    /** What is made of a turn. */
    enum Of {
        /** The job's share of the comparison. */
        RATIO,
        /** What the job needs beyond the comparison. */
        DIFFERENCE,
        /** The job alone. */
        JOB;

        double figure(Turn turn) {
            return switch (this) {
                case RATIO -> turn.job() / turn.bare();
                case DIFFERENCE -> turn.job() - turn.bare();
                case JOB -> turn.job();
            };
        }
    }

    static Aim ratioAtMost(double value) {
        return new Aim(Of.RATIO, true, value);
    }

    static Aim ratioAtLeast(double value) {
        return new Aim(Of.RATIO, false, value);
    }

    static Aim beyondAtMost(double value) {
        return new Aim(Of.DIFFERENCE, true, value);
    }

    static Aim atMost(double value) {
        return new Aim(Of.JOB, true, value);
    }

    /** The figure of all turns: by its median. */
    double figure(List<Turn> turns) {
        return Figures.of(turns.stream().map(of::figure).toList()).median();
    }

    boolean isReached(List<Turn> turns) {
        return most ? figure(turns) <= value : figure(turns) >= value;
    }

    @Override
    public String toString() {
        String number = value == Math.rint(value) ? Long.toString((long) value) : String.format(Locale.ROOT, "%.2f", value);
        return (most ? "≤ " : "≥ ") + number;
    }
}
