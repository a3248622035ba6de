package io.dromedary.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Which lane a job waits in. */
class LaneChoiceTest {

    private final Lanes lanes = new Lanes(Set.of("image"));

    private static JobOrder order(String kind, String option) {
        var options = JsonNodeFactory.instance.objectNode();
        options.put(option, 1);
        return new JobOrder(new Owner("default", Optional.empty()), kind, Optional.empty(), "https://example.com/a", Optional.empty(),
                Optional.empty(), Optional.empty(), options, Optional.empty(), 4, Optional.empty());
    }

    @Test
    void aJobWithSeveralOutputsIsHeavyIfOneOfThemIs() {
        JobOrder image = order("image", "width");
        JobOrder several = order(JobOrder.SEVERAL, "none");
        assertThat(lanes.of(several.making(List.of(image, image)))).isEqualTo(Lane.LIGHT);
        assertThat(lanes.of(several.making(List.of(image, order("video", "width"))))).isEqualTo(Lane.HEAVY);
        assertThat(lanes.of(several.making(List.of(image, order("image", "interval"))))).isEqualTo(Lane.HEAVY);
    }
}
