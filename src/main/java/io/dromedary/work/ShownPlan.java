package io.dromedary.work;

import io.dromedary.job.Warning;
import io.dromedary.media.Command;
import java.util.List;

/**
 * A plan to be shown.
 *
 * @param warnings what its result would lack of the input
 */
record ShownPlan(List<Command> commands, List<Warning> warnings) {
}
