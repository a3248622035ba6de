package io.dromedary.upload;

import io.dromedary.access.Caller;
import io.dromedary.database.Database;
import io.dromedary.database.Ids;
import io.dromedary.problem.Problem;
import io.dromedary.problem.ProblemKind;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** The rows of uploads. */
public final class UploadStore {

    private final Database database;
    private final Jdbi jdbi;
    private final Clock clock;
    private final UploadBounds bounds;

    public UploadStore(Database database, Clock clock, UploadBounds bounds) {
        this.database = database;
        this.jdbi = database.jdbi();
        this.clock = clock;
        this.bounds = bounds;
    }

    /**
     * What a caller announces.
     *
     * @param filename cleaned already
     */
    public record Draft(String filename, Optional<String> contentType, long bytes, Optional<String> metadata) {
    }

    public UploadBounds bounds() {
        return bounds;
    }

    /**
     * Stores a new upload.
     *
     * @param place gives its place by its id
     * @throws Problem {@code body_too_large} over the largest size; {@code too_many_requests} if the key has too many that
     *                 are not complete, or the project has no room left
     */
    public Upload create(Caller caller, Draft draft, Function<String, Upload.Place> place) {
        if (draft.bytes() > bounds.maxBytes()) {
            throw new Problem(ProblemKind.BODY_TOO_LARGE, "The file has " + draft.bytes() + " bytes: at most "
                    + bounds.maxBytes() + " are taken (dromedary.uploads.max-bytes).", "size");
        }
        String id = Ids.next("upload");
        long now = clock.millis();
        var upload = new Upload(id, caller.project(), caller.keyId(), Upload.State.RECEIVING, draft.filename(),
                draft.contentType(), draft.bytes(), draft.metadata(), place.apply(id), now, now + bounds.kept().toMillis());
        return database.write(handle -> {
            // Locks the key: without it, the count would miss uploads that other transactions have not committed yet.
            handle.createQuery("select id from api_keys where id = :id" + database.forUpdate())
                    .bind("id", caller.keyId()).mapTo(String.class).findOne();
            refuseTooMany(handle, upload, now);
            UploadRows.insert(handle, upload);
            return upload;
        });
    }

    private void refuseTooMany(Handle handle, Upload upload, long now) {
        long open = handle.createQuery("""
                        select count(*) from client_uploads where key_id = :key and status = 'receiving' and expires_at > :now""")
                .bind("key", upload.keyId()).bind("now", now).mapTo(Long.class).one();
        if (open >= bounds.openPerKey()) {
            throw new Problem(ProblemKind.TOO_MANY_REQUESTS, "This key has " + open + " uploads that are not complete, as many"
                    + " as it may (dromedary.uploads.max-open-per-key): finish some of them, or delete them (DELETE /uploads/{id}).");
        }
        boolean isStoredHere = upload.bucket().map(Upload.InBucket::isOwn).orElse(true);
        if (bounds.projectBytes() > 0 && isStoredHere) {
            long taken = handle.createQuery("""
                            select coalesce(sum(bytes), 0) from client_uploads where project = :project
                                and status in ('receiving', 'complete') and (node is not null or own_object = 1)""")
                    .bind("project", upload.project()).mapTo(Long.class).one();
            if (taken + upload.bytes() > bounds.projectBytes()) {
                throw new Problem(ProblemKind.TOO_MANY_REQUESTS, "The uploads of this project may have "
                        + bounds.projectBytes() + " bytes together (dromedary.uploads.max-project-bytes), and have " + taken
                        + ": delete some that no job needs any more (DELETE /uploads/{id}).", "size");
            }
        }
    }

    /**
     * An upload of a project that is not removed.
     *
     * @throws Problem {@code upload_not_found}, also for one of another project; {@code upload_gone} if it was removed, or
     *                 has expired
     */
    public Upload get(String project, String id) {
        Upload upload = find(id).filter(found -> found.project().equals(project)).orElseThrow(() ->
                new Problem(ProblemKind.UPLOAD_NOT_FOUND, "There is no upload with this id."));
        if (isOver(upload)) {
            throw new Problem(ProblemKind.UPLOAD_GONE, "This upload was removed, or was not completed in time: announce the"
                    + " file again (POST /uploads).");
        }
        return upload;
    }

    /** An upload of a project, unless it is removed or has expired. */
    public Optional<Upload> present(String project, String id) {
        return find(id).filter(found -> found.project().equals(project) && !isOver(found));
    }

    private boolean isOver(Upload upload) {
        return upload.state() == Upload.State.REMOVING || upload.state() == Upload.State.GONE
                || upload.state() == Upload.State.RECEIVING && upload.expiresAt() < clock.millis();
    }

    /** Any upload, whatever its state and project. */
    Optional<Upload> find(String id) {
        return jdbi.withHandle(handle -> handle.createQuery("select * from client_uploads where id = :id").bind("id", id)
                .map((row, context) -> UploadRows.read(row)).findOne());
    }

    /** Records that the store has begun an upload in parts. */
    Upload begun(Upload upload, String multipartId) {
        database.write(handle -> handle.createUpdate("update client_uploads set multipart_id = :multipart where id = :id")
                .bind("multipart", multipartId).bind("id", upload.id()).execute());
        return new Upload(upload.id(), upload.project(), upload.keyId(), upload.state(), upload.filename(), upload.contentType(),
                upload.bytes(), upload.metadata(), upload.bucket().orElseThrow().begun(multipartId), upload.createdAt(),
                upload.expiresAt());
    }

    /** Begins its time anew, as its client is still at it. Its expiry is the answer. */
    public long goOn(Upload upload) {
        long later = clock.millis() + bounds.kept().toMillis();
        database.write(handle -> handle.createUpdate(
                        "update client_uploads set expires_at = :later where id = :id and status = 'receiving'")
                .bind("later", later).bind("id", upload.id()).execute());
        return later;
    }

    /**
     * Records that every byte is there, and durable; done again, it changes nothing.
     *
     * @throws Problem {@code upload_gone} if it was removed meanwhile
     */
    public Upload complete(Upload upload) {
        database.write(handle -> handle.createUpdate("""
                        update client_uploads set status = 'complete', expires_at = :later where id = :id and status = 'receiving'""")
                .bind("later", clock.millis() + bounds.kept().toMillis()).bind("id", upload.id()).execute());
        return get(upload.project(), upload.id());
    }

    /**
     * Takes an upload away from everybody; its bytes are removed afterwards.
     *
     * @throws Problem {@code upload_in_use} if a job that has not ended reads it
     */
    void remove(Upload upload) {
        boolean removed = database.write(handle -> handle.createUpdate("""
                        update client_uploads set status = 'removing' where id = :id and status in ('receiving', 'complete')
                            and not exists (select 1 from job_uploads u join jobs j on j.id = u.job_id
                                where u.upload_id = client_uploads.id and j.finished_at is null)""")
                .bind("id", upload.id()).execute() == 1);
        if (!removed && find(upload.id()).filter(Upload::isComplete).isPresent()) {
            throw new Problem(ProblemKind.UPLOAD_IN_USE, "A job that has not ended reads this upload: cancel the job, or wait"
                    + " for its end.");
        }
    }

    /** Records that its bytes are removed. */
    void gone(Upload upload) {
        database.write(handle -> handle.createUpdate("update client_uploads set status = 'gone' where id = :id")
                .bind("id", upload.id()).execute());
    }
}
