package io.dromedary.work;

import io.dromedary.job.Job;
import io.dromedary.storage.ObjectHeaders;
import java.util.HashMap;
import java.util.Map;

/**
 * The headers of objects whose jobs ask for none.
 *
 * @param cdn   of those in the bucket of the CDN
 * @param other of those in other buckets
 */
public record UsualHeaders(ObjectHeaders cdn, ObjectHeaders other) {

    /** The headers of a job's objects: what it asks for, and what is left open from the settings. */
    ObjectHeaders of(Job job, boolean isForCdn) {
        return job.order().outputHeaders().map(asked -> ObjectHeaders.of(asked, "output_headers")).orElse(ObjectHeaders.NONE)
                .or(isForCdn ? cdn : other);
    }

    /** The metadata of an attempt's objects: that of its headers, and that by which they are recognised. */
    static Map<String, String> marks(Attempt attempt, ObjectHeaders headers) {
        var marks = new HashMap<>(headers.metadata());
        marks.put("dromedary-job", attempt.job().publicId());
        marks.put("dromedary-attempt", Integer.toString(attempt.number()));
        return marks;
    }
}
