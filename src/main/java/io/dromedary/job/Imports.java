package io.dromedary.job;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dromedary.connection.ClientCache;
import io.dromedary.problem.Problem;
import io.dromedary.problem.ProblemKind;
import io.dromedary.storage.Download;
import io.dromedary.storage.ObjectUrl;
import java.util.Optional;

/** The input on its way into the attempt's folder. The routes fetch; this says what, and whose key opens it. */
public final class Imports {

    private final ClientCache clients;
    private final Stages stages;
    private final Limits limits;

    public Imports(ClientCache clients, Stages stages, Limits limits) {
        this.clients = clients;
        this.stages = stages;
        this.limits = limits;
    }

    /**
     * How inputs are read.
     *
     * @param partBytes what one request fetches
     * @param maxBytes  the largest input that is taken
     */
    public record Limits(long partBytes, long maxBytes) {
    }

    /** Begins the probe: the input is asked for, nothing has been fetched. */
    public void open(Attempt attempt) {
        Job job = attempt.job();
        stages.start(attempt, Stage.PROBE,
                JsonNodeFactory.instance.objectNode().put("object", "external_file").put("url", job.input()));
        Optional<ObjectUrl> object = ObjectUrl.parse(job.input());
        var report = stages.transferReporter(attempt, Stage.IMPORT);
        attempt.download(new Download(attempt.folder().resolve("input"), object, limits.partBytes(),
                limits.maxBytes(), attempt.stopped(), (bytes, size) -> report.at(bytes, size.orElse(0))));
    }

    /** The name under which the routes find the client that reads the input. */
    public String client(Attempt attempt) {
        String connection = attempt.job().connectionId().orElseThrow(() -> new Problem(
                ProblemKind.INPUT_FORBIDDEN, "The job names no connection for its s3:// input."));
        return clients.nameOf(connection);
    }

    /** Begins the import of what the probe did not need. */
    public void start(Attempt attempt) {
        stages.start(attempt, Stage.IMPORT,
                JsonNodeFactory.instance.objectNode().put("object", "external_file").put("url", attempt.job().input()));
    }

    /** Every byte is here. */
    public void finish(Attempt attempt) {
        if (!attempt.download().isComplete()) {
            throw new IllegalStateException("The import ended before the input was complete");
        }
        ObjectNode output = JsonNodeFactory.instance.objectNode().put("object", "file")
                .put("filesize", attempt.download().size().orElseThrow());
        stages.finish(attempt, output);
    }
}
