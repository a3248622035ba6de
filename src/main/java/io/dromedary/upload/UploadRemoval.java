package io.dromedary.upload;

import io.dromedary.database.Database;
import io.dromedary.problem.Problem;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Removes uploads: on demand, those that were not completed in time, and those that no job needs any more. First nobody
 * sees an upload any more, then its bytes are removed; so a crash between the two leaves nothing behind.
 */
public final class UploadRemoval {

    private static final Logger LOG = LoggerFactory.getLogger(UploadRemoval.class);
    /** Few enough that no transaction delays others. */
    private static final int AT_ONCE = 500;
    /** For so long, an upload that is gone is answered as such, and not as one that never was. */
    private static final Duration REMEMBERED = Duration.ofDays(7);

    private final Database database;
    private final Jdbi jdbi;
    private final Clock clock;
    private final UploadStore uploads;
    private final UploadPlaces places;
    private final UploadFolder folder;
    private final DirectUploads direct;
    private final Optional<Duration> filesKept;

    /** @param filesKept how long files of ended jobs are kept; none: as long as the job */
    public UploadRemoval(Database database, Clock clock, UploadStore uploads, UploadPlaces places, UploadFolder folder,
            DirectUploads direct, Optional<Duration> filesKept) {
        this.database = database;
        this.jdbi = database.jdbi();
        this.clock = clock;
        this.uploads = uploads;
        this.places = places;
        this.folder = folder;
        this.direct = direct;
        this.filesKept = filesKept;
    }

    /**
     * Removes an upload at once.
     *
     * @throws Problem {@code upload_in_use} if a job that has not ended reads it
     */
    public void remove(Upload upload) {
        uploads.remove(upload);
        removeBytes(upload);
    }

    /** Removes what has expired and no job needs. */
    public void sweep() {
        int expired = 0;
        int last;
        do {
            last = expire();
            expired += last;
        } while (last == AT_ONCE);
        String after = "";
        List<Upload> next;
        do {
            next = removing(after);
            next.forEach(this::removeBytes);
            after = next.isEmpty() ? after : next.get(next.size() - 1).id();
        } while (next.size() == AT_ONCE);
        jdbi.useHandle(handle -> handle.createUpdate("""
                        delete from client_uploads where id in (select id from client_uploads
                            where status = 'gone' and expires_at < :before order by expires_at limit :limit)""")
                .bind("before", clock.millis() - REMEMBERED.toMillis()).bind("limit", AT_ONCE * AT_ONCE).execute());
        if (expired > 0) {
            LOG.info("Removed {} uploads that were not completed in time, or that no job needs", expired);
        }
    }

    private int expire() {
        return database.write(handle -> handle.createUpdate("""
                        update client_uploads set status = 'removing' where id in (select id from client_uploads
                            where status in ('receiving', 'complete') and expires_at < :now
                                and not exists (select 1 from job_uploads u join jobs j on j.id = u.job_id
                                    where u.upload_id = client_uploads.id and (j.finished_at is null
                                        or j.files_removed = 0 and (:forever = 1 or j.finished_at >= :before)))
                            order by expires_at limit :limit)""")
                .bind("now", clock.millis()).bind("forever", filesKept.isEmpty() ? 1 : 0)
                .bind("before", clock.millis() - filesKept.orElse(Duration.ZERO).toMillis()).bind("limit", AT_ONCE).execute());
    }

    private List<Upload> removing(String after) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select * from client_uploads where status = 'removing' and id > :after order by id limit :limit""")
                .bind("after", after).bind("limit", AT_ONCE).map((row, context) -> UploadRows.read(row)).list());
    }

    /** If that fails, or its disk is that of another node, it is tried again with the next sweep. */
    private void removeBytes(Upload upload) {
        try {
            if (upload.place() instanceof Upload.InBucket bucket) {
                direct.remove(upload, bucket);
            } else if (upload.place() instanceof Upload.OnNode node && places.isHere(node)) {
                folder.remove(upload);
            } else if (upload.expiresAt() > clock.millis() - REMEMBERED.toMillis()) {
                return;
            }
            uploads.gone(upload);
        } catch (Problem connectionGone) {
            LOG.warn("Nobody can remove the upload {} from its bucket any more, as the connection was deleted", upload.id());
            uploads.gone(upload);
        } catch (IOException | SdkException e) {
            LOG.warn("The upload {} could not be removed; it is tried again: {}", upload.id(), e.getMessage());
        }
    }
}
