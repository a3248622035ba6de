package io.dromedary.job;

import java.time.Duration;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs one line for each step of an attempt, with fields of its own in a JSON log. The fields belong to the line and
 * not to the thread (MDC), since a job changes threads after parallel parts.
 */
public final class StageLog {

    private static final Logger LOG = LoggerFactory.getLogger(StageLog.class);

    private final String node;

    /** @param node the name of this node */
    public StageLog(String node) {
        this.node = node;
    }

    /**
     * A step ended.
     *
     * @param bytes size of the file that the step made or worked on, if known
     */
    void ended(Job job, Stage stage, StageEnd end, Duration took, OptionalLong bytes) {
        double seconds = took.toMillis() / 1000.0;
        String name = Rows.name(stage);
        var line = LOG.atInfo().addKeyValue("job", job.publicId()).addKeyValue("attempt", job.attempts())
                .addKeyValue("stage", name).addKeyValue("kind", job.kind())
                .addKeyValue("outcome", end.outcome()).addKeyValue("seconds", seconds).addKeyValue("node", node);
        if (bytes.isPresent()) {
            line = line.addKeyValue("bytes", bytes.getAsLong());
        }
        if (end.failure().isPresent()) {
            line = line.addKeyValue("error", end.failure().get().kind().wireName());
        }
        line.log("{}: {} {} after {} s", job.publicId(), name, end.outcome(), seconds);
    }
}
