package io.dromedary.watch;

import com.fasterxml.jackson.databind.JsonNode;
import io.dromedary.connection.Connection;
import io.dromedary.job.Job;
import io.dromedary.job.JobOrder;
import io.dromedary.job.JobStore;
import io.dromedary.job.Owner;
import io.dromedary.problem.Problem;
import io.dromedary.storage.ObjectUrl;
import io.dromedary.work.PublishedObjects;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** From objects that were found to jobs that are stored, each version of an object once. */
public final class Intake {

    private static final Logger LOG = LoggerFactory.getLogger(Intake.class);
    /** What depends on the name of an object: the start has seen that the rest, the template of the output too, is right. */
    static final Set<String> OF_ITS_NAME = Set.of("input", "output");

    private final WatchConnections stores;
    private final WatchedObjects watched;
    private final PublishedObjects published;
    private final JobStore jobs;
    private final BiFunction<Owner, JsonNode, JobOrder> orders;

    /**
     * An intake.
     *
     * @param orders reads the body of a request for a job as the API does, and refuses it by a {@link Problem}
     */
    public Intake(WatchConnections stores, WatchedObjects watched, PublishedObjects published, JobStore jobs,
            BiFunction<Owner, JsonNode, JobOrder> orders) {
        this.stores = stores;
        this.watched = watched;
        this.published = published;
        this.jobs = jobs;
        this.orders = orders;
    }

    /** Those that the watch is for. */
    public List<FoundObject> wanted(Watch watch, List<FoundObject> found) {
        return found.stream().filter(watch::wants).toList();
    }

    /** Those that neither were taken before nor come from this server itself. */
    public List<FoundObject> fresh(Watch watch, List<FoundObject> found) {
        Set<WatchedObjects.Version> known = watched.known(watch.name(), watch.bucket(), keys(found));
        List<FoundObject> unknown = found.stream()
                .filter(object -> !known.contains(new WatchedObjects.Version(object.key(), object.etag()))).toList();
        Connection connection = stores.connection(watch);
        Set<String> own = published.among(connection.endpoint(), watch.bucket(), keys(unknown));
        return unknown.stream().filter(object -> !own.contains(object.key())).toList();
    }

    private static List<String> keys(List<FoundObject> objects) {
        return objects.stream().map(FoundObject::key).toList();
    }

    /**
     * Stores jobs for these objects, in one transaction with the note that the objects are taken. What another node
     * took meanwhile gives no job here.
     *
     * @return the jobs
     * @throws Problem when the watch's jobs are refused, whatever the object
     */
    public List<Job> createJobs(Watch watch, List<FoundObject> objects) {
        var planned = new ArrayList<JobStore.Planned>();
        objects.forEach(object -> order(watch, object).ifPresent(order -> planned.add(new JobStore.Planned(order,
                (handle, jobId) -> watched.take(handle, jobId, watch.name(),
                        new ObjectUrl(watch.bucket(), object.key()), object.etag(), watch.afterSuccess().wireName(),
                        watch.destination(object.key()))))));
        List<Job> created = planned.isEmpty() ? List.of() : jobs.createAll(planned);
        if (!created.isEmpty()) {
            LOG.info("Watch {}: {} new jobs", watch.name(), created.size());
        }
        return created;
    }

    private Optional<JobOrder> order(Watch watch, FoundObject object) {
        try {
            return Optional.of(orders.apply(
                    new Owner(watch.project(), Optional.empty()), watch.orderFor(object.key())));
        } catch (Problem e) {
            // Whoever can store an object would stop the watch by its name.
            if (e.field().filter(OF_ITS_NAME::contains).isEmpty()) {
                throw e;
            }
            LOG.warn("Watch {}: no job for {}: {}", watch.name(), object.key(), e.getMessage());
            return Optional.empty();
        }
    }
}
