package io.dromedary.work;

import io.dromedary.job.Job;
import io.dromedary.storage.ObjectHeaders;
import java.util.Map;
import java.util.Optional;

/**
 * The headers of objects whose jobs ask for none.
 *
 * @param cdn   of those in the bucket of the CDN
 * @param other of those in other buckets
 */
public record UsualHeaders(ObjectHeaders cdn, ObjectHeaders other) {

    /**
     * The headers of an attempt's objects: what its job asks for, what is left open from the settings, and in the metadata
     * that by which the objects are recognised.
     */
    ObjectHeaders of(Attempt attempt) {
        Job job = attempt.job();
        var marks = new ObjectHeaders(Optional.empty(), Optional.empty(), Optional.empty(),
                Map.of("dromedary-job", job.publicId(), "dromedary-attempt", Integer.toString(attempt.number())));
        ObjectHeaders asked = job.order().outputHeaders().map(json -> ObjectHeaders.of(json, "output_headers"))
                .orElse(ObjectHeaders.NONE);
        return marks.or(asked).or(job.order().outputTarget().isEmpty() ? cdn : other);
    }
}
