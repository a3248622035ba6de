package io.dromedary.work;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dromedary.media.MediaFile;
import io.dromedary.media.Plan;
import java.util.Optional;

/**
 * A result in the attempt's folder.
 *
 * @param plan how it was made, which names its files
 * @param file the main file as a file object of the contract, without a URL
 * @param media what was read of the main file, where that was compared with what the plan expects
 */
public record Encoded(Plan plan, ObjectNode file, Optional<MediaFile> media) {

    Encoded(Plan plan, ObjectNode file) {
        this(plan, file, Optional.empty());
    }

    /** Is it what this plan makes, which knows more of the input than the one by which it was made? */
    boolean isResultOf(Plan later) {
        return plan.equals(later)
                || plan.runsAs(later) && media.isPresent() && later.expected().difference(media.get()).isEmpty();
    }
}
