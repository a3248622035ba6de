package io.dromedary.work;

import io.dromedary.job.Warning;
import io.dromedary.media.Command;
import io.dromedary.media.How;
import java.util.List;
import java.util.Optional;

/**
 * A plan to be shown.
 *
 * @param warnings what its result would lack of the input
 * @param how      how the streams of its result would come to be, where that is told
 */
record ShownPlan(List<Command> commands, List<Warning> warnings, Optional<How> how) {
}
