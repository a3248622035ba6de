package io.dromedary.job;

import io.dromedary.connection.ClientCache;
import io.dromedary.connection.ObjectPages;
import io.dromedary.database.Database;
import io.dromedary.storage.CdnBucket;
import io.dromedary.storage.CdnFolder;
import io.dromedary.storage.ObjectUrl;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.s3.S3Client;

/** Removes ended jobs, and their files on the CDN, when their retention time is over. */
public final class Retention {

    private static final Logger LOG = LoggerFactory.getLogger(Retention.class);
    /** Few enough that no transaction delays others. */
    private static final int AT_ONCE = 500;

    private final Jdbi jdbi;
    private final Clock clock;
    private final Terms terms;
    private final CdnFolder folder;
    private final Optional<CdnBucket> bucket;
    private final ClientCache clients;

    /**
     * The retention times.
     *
     * @param jobs  of a job, from its end; none: forever
     * @param files of its files on the CDN, from its end; none: forever
     */
    public record Terms(Optional<Duration> jobs, Optional<Duration> files) {
    }

    public Retention(Database database, Clock clock, Terms terms, CdnFolder folder, Optional<CdnBucket> bucket,
            ClientCache clients) {
        this.jdbi = database.jdbi();
        this.clock = clock;
        this.terms = terms;
        this.folder = folder;
        this.bucket = bucket;
        this.clients = clients;
    }

    /** Jobs whose files on the CDN are too old, oldest first; then those with several outputs of which one failed. */
    public List<Job> withOldFiles() {
        return terms.files().map(term -> clock.millis() - term.toMillis())
                .map(before -> Stream.concat(with(before, "status = 'succeeded' and output_target is null"),
                        with(before, "outputs is not null and status in ('failed', 'cancelled')")).toList()).orElse(List.of());
    }

    /** Two queries, as no index serves both conditions. */
    private Stream<Job> with(long before, String files) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select * from %s where finished_at < :before and %s and files_removed = 0
                        order by finished_at limit :limit""".formatted(Rows.JOBS, files))
                .bind("before", before).bind("limit", AT_ONCE).map((row, context) -> Rows.job(row)).list()).stream();
    }

    /** Removes the files of a job from the CDN. */
    public void removeFiles(Job job) {
        bucket.ifPresent(cdn -> removeFrom(clients.of(cdn.connection()), cdn.directory(job.publicId())));
        // Also with a bucket, which may have been set after the job ended.
        folder.withdraw(job.publicId());
        jdbi.useHandle(handle -> handle.createUpdate("update jobs set files_removed = 1 where id = :id")
                .bind("id", job.id()).execute());
    }

    private static void removeFrom(S3Client client, ObjectUrl directory) {
        new ObjectPages(client, directory.bucket(), directory.key()).forEachRemaining(page -> page.forEach(object ->
                client.deleteObject(request -> request.bucket(directory.bucket()).key(object.key()))));
    }

    /**
     * Deletes the jobs whose time is over, with their tasks and webhooks. A job whose files are to be removed stays
     * until they are, since nothing else records them.
     */
    public void forgetJobs() {
        terms.jobs().ifPresent(term -> {
            long before = clock.millis() - term.toMillis();
            int forgotten = 0;
            int last;
            do {
                last = forget(before);
                forgotten += last;
            } while (last == AT_ONCE);
            if (forgotten > 0) {
                LOG.info("Forgot {} jobs that ended more than {} days ago", forgotten, term.toDays());
            }
        });
    }

    private int forget(long before) {
        return jdbi.withHandle(handle -> handle.createUpdate("""
                        delete from jobs where id in (select id from jobs where finished_at < :before
                                and status in ('succeeded', 'failed', 'cancelled')
                                and (:keptForEver = 1 or files_removed = 1 or not (%s))
                            order by finished_at limit :limit)""".formatted(Job.HAS_FILES))
                .bind("keptForEver", terms.files().isEmpty() ? 1 : 0).bind("before", before).bind("limit", AT_ONCE).execute());
    }

    /** Forgets which jobs their owners deleted more than a day ago. */
    public void forgetDeletions() {
        jdbi.useHandle(handle -> handle.createUpdate("delete from deleted_jobs where deleted_at < :before")
                .bind("before", clock.instant().minus(Duration.ofDays(1)).toEpochMilli()).execute());
    }

    /** Removes unpublished copies from the CDN folder, which a server that died has left. */
    public void sweepCdnFolder() {
        folder.sweep(clock.instant().minus(Duration.ofDays(1)));
    }
}
