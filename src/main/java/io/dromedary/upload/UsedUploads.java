package io.dromedary.upload;

import com.fasterxml.jackson.databind.JsonNode;
import io.dromedary.job.InputClip;
import io.dromedary.job.JobEvents;
import io.dromedary.job.JobOrder;
import io.dromedary.problem.Problem;
import io.dromedary.problem.ProblemKind;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/** Records which jobs read which uploads, in the transaction that stores the job: these uploads are kept for them. */
public final class UsedUploads implements JobEvents {

    private final Duration kept;

    /** @param kept how long an upload is kept that no job reads any more */
    public UsedUploads(Duration kept) {
        this.kept = kept;
    }

    @Override
    public void stored(Handle handle, String jobId, JobOrder order, long now) {
        Set<String> ids = new TreeSet<>();
        Stream.concat(Stream.of(order), order.outputs().stream()).forEach(part -> collect(part.options(), ids));
        Stream.concat(Stream.of(order.input()), order.inputs().stream().map(InputClip::url)).filter(Upload::isId)
                .forEach(ids::add);
        ids.forEach(id -> use(handle, jobId, order, id, now));
    }

    private void use(Handle handle, String jobId, JobOrder order, String id, long now) {
        int found = handle.createUpdate("""
                        update client_uploads set expires_at = :later
                        where id = :id and project = :project and status = 'complete'""")
                .bind("later", now + kept.toMillis()).bind("id", id).bind("project", order.owner().project()).execute();
        if (found == 0) {
            throw new Problem(ProblemKind.INVALID_INPUT, "The upload " + id + " was just removed: send the file again.", "input");
        }
        handle.createUpdate("insert into job_uploads (job_id, upload_id) values (:job, :upload)")
                .bind("job", jobId).bind("upload", id).execute();
    }

    private static void collect(JsonNode node, Set<String> ids) {
        if (node.isTextual() && Upload.isId(node.asText())) {
            ids.add(node.asText());
        }
        node.forEach(child -> collect(child, ids));
    }
}
