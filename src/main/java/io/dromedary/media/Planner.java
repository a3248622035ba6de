package io.dromedary.media;

import java.util.Optional;

/** Plans the work of a job: its options are read and checked, its files may still be on their way. */
public interface Planner {

    /** The options of the job. */
    KindOptions options();

    /**
     * The command whose report {@link PlanInputs#measured} the plan needs; empty for most options. Its report is what it
     * prints to standard error.
     */
    default Optional<Command> measurement(PlanInputs inputs) {
        return Optional.empty();
    }

    /**
     * What to run and what comes of it. Where a measurement is needed and not there yet, the plan holds placeholders:
     * good for checking and showing, not for running.
     *
     * @throws MediaException when the options do not go with this file
     */
    Plan plan(PlanInputs inputs);
}
