package io.dromedary.work;

import io.dromedary.connection.ClientCache;
import io.dromedary.database.Database;
import io.dromedary.problem.Problem;
import io.dromedary.storage.ObjectUrl;
import java.time.Clock;
import java.util.List;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.NoSuchUploadException;

/**
 * Records multipart uploads. A store keeps and bills the parts of an upload that nobody ends, so the uploads of dead
 * attempts of any node are aborted here.
 */
public final class UnfinishedUploads {

    private static final Logger LOG = LoggerFactory.getLogger(UnfinishedUploads.class);
    private static final int AT_ONCE = 100;

    private final Jdbi jdbi;
    private final Clock clock;
    private final ClientCache clients;

    public UnfinishedUploads(Database database, Clock clock, ClientCache clients) {
        this.jdbi = database.jdbi();
        this.clock = clock;
        this.clients = clients;
    }

    /** An upload whose attempt is no longer running. */
    public record Orphan(String uploadId, String jobId, String connectionId, ObjectUrl target) {
    }

    /** Records that an upload was begun; durable when this returns. */
    void begun(Attempt attempt, String connectionId, ObjectUrl target, String uploadId) {
        jdbi.useTransaction(handle -> handle.createUpdate("""
                        insert into uploads (upload_id, job_id, attempt, connection_id, bucket, object_key, created_at)
                        values (:upload, :job, :attempt, :connection, :bucket, :key, :now)""")
                .bind("upload", uploadId).bind("job", attempt.job().id()).bind("attempt", attempt.number())
                .bind("connection", connectionId).bind("bucket", target.bucket()).bind("key", target.key())
                .bind("now", clock.millis()).execute());
    }

    /** Forgets an upload that is complete or aborted. */
    void ended(String jobId, String uploadId) {
        jdbi.useTransaction(handle -> handle.createUpdate(
                        "delete from uploads where job_id = :job and upload_id = :upload")
                .bind("job", jobId).bind("upload", uploadId).execute());
    }

    /** The uploads whose attempts are no longer running. */
    public List<Orphan> orphans() {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select * from uploads u where not exists (select 1 from jobs j
                            where j.id = u.job_id and j.attempts = u.attempt and j.status = 'processing')
                        order by created_at limit :limit""")
                .bind("limit", AT_ONCE)
                .map((row, context) -> new Orphan(row.getString("upload_id"), row.getString("job_id"),
                        row.getString("connection_id"),
                        new ObjectUrl(row.getString("bucket"), row.getString("object_key")))).list());
    }

    /** Aborts an upload; if that fails, the next sweep tries it again. */
    public void abort(Orphan orphan) {
        try {
            clients.of(orphan.connectionId()).abortMultipartUpload(request -> request
                    .bucket(orphan.target().bucket()).key(orphan.target().key()).uploadId(orphan.uploadId()));
            LOG.info("{}: gave up the upload to {} that a dead attempt had begun", orphan.jobId(), orphan.target());
        } catch (NoSuchUploadException gone) {
            LOG.debug("The upload {} has ended already", orphan.uploadId());
        } catch (Problem connectionGone) {
            LOG.warn("{}: nobody can give up the upload to {} any more, as its connection was deleted; the store removes"
                    + " it after some days", orphan.jobId(), orphan.target());
        } catch (SdkException e) {
            LOG.warn("{}: the upload to {} could not be given up; it is tried again: {}", orphan.jobId(), orphan.target(),
                    e.getMessage());
            return;
        }
        ended(orphan.jobId(), orphan.uploadId());
    }
}
