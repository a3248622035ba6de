package io.dromedary.work;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dromedary.database.Database;
import io.dromedary.job.Job;
import io.dromedary.job.OutageRetry;
import io.dromedary.job.Rows;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import org.jdbi.v3.core.Jdbi;

/** Records what jobs have made, by what it depends on. A record goes with its job. */
public final class MadeResults {

    private static final ObjectMapper JSON = new ObjectMapper();
    /** The files of the newest may just be gone. */
    private static final int TRIED = 3;

    private final Jdbi jdbi;
    private final Clock clock;
    private final OutageRetry outages;

    /** @param outages waits for the database */
    public MadeResults(Database database, Clock clock, OutageRetry outages) {
        this.jdbi = database.jdbi();
        this.clock = clock;
        this.outages = outages;
    }

    /**
     * A result that was made.
     *
     * @param by the job that succeeded with it
     */
    record Earlier(Job by, MadeResult result) {
    }

    /** The newest results of a project that depend on just this, of jobs that succeeded and whose files are kept. */
    List<Earlier> find(String project, String identity) {
        return outages.outlast(() -> jdbi.withHandle(handle -> handle.createQuery("""
                        select jobs.*, made_results.result from made_results join %s on jobs.id = made_results.job_id
                        where made_results.project = :project and made_results.identity = :identity
                            and jobs.status = 'succeeded' and jobs.files_removed = 0
                        order by made_results.made_at desc limit :limit""".formatted(Rows.JOBS))
                .bind("project", project).bind("identity", identity).bind("limit", TRIED)
                .map((row, context) -> new Earlier(Rows.job(row), parsed(row.getString("result")))).list()));
    }

    /** Records what a job has made; its last attempt counts. */
    void note(Job job, String identity, MadeResult result) {
        outages.outlast(() -> jdbi.inTransaction(handle -> handle.createUpdate("""
                        insert into made_results (job_id, project, identity, result, made_at)
                        values (:job, :project, :identity, :result, :now)
                        on conflict (job_id) do update set identity = :identity, result = :result, made_at = :now""")
                .bind("job", job.id()).bind("project", job.order().owner().project()).bind("identity", identity)
                .bind("result", JSON.<JsonNode>valueToTree(result).toString()).bind("now", clock.millis()).execute()));
    }

    private static MadeResult parsed(String text) throws SQLException {
        try {
            return JSON.readValue(text, MadeResult.class);
        } catch (JsonProcessingException e) {
            throw new SQLException("Column result does not hold the files of a result", e);
        }
    }
}
