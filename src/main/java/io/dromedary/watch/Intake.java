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
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes jobs of objects that were found, one for each version of an object. */
public final class Intake {

    private static final Logger LOG = LoggerFactory.getLogger(Intake.class);
    /**
     * The fields that depend on the name of an object. The rest, including the template of the output, was checked at
     * the start.
     */
    private static final Pattern OF_ITS_NAME = Pattern.compile("input|output|inputs\\[0]\\.url|outputs\\[\\d+]\\.output");

    private final WatchConnections stores;
    private final WatchedObjects watched;
    private final PublishedObjects published;
    private final JobStore jobs;
    private final BiFunction<Owner, JsonNode, JobOrder> orders;

    /** @param orders reads the body of a request for a job as the API does; throws a {@link Problem} */
    public Intake(WatchConnections stores, WatchedObjects watched, PublishedObjects published, JobStore jobs,
            BiFunction<Owner, JsonNode, JobOrder> orders) {
        this.stores = stores;
        this.watched = watched;
        this.published = published;
        this.jobs = jobs;
        this.orders = orders;
    }

    /** The objects that match the watch. */
    public List<FoundObject> wanted(Watch watch, List<FoundObject> found) {
        return found.stream().filter(watch::wants).toList();
    }

    /** The objects that were not taken before and were not written by this server. */
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
     * Stores jobs for these objects, and in the same transaction that the objects are taken. Objects that another node
     * has taken since are skipped.
     *
     * @return the jobs
     * @throws Problem if the watch's jobs are refused whatever the object is
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

    /** Is only the name of the object the reason? */
    static boolean isOfItsName(Problem refusal) {
        return refusal.field().filter(OF_ITS_NAME.asMatchPredicate()).isPresent();
    }

    private Optional<JobOrder> order(Watch watch, FoundObject object) {
        try {
            return Optional.of(orders.apply(
                    new Owner(watch.project(), Optional.empty()), watch.orderFor(object.key())));
        } catch (Problem e) {
            // Otherwise the name of an object could stop the watch.
            if (!isOfItsName(e)) {
                throw e;
            }
            LOG.warn("Watch {}: no job for {}: {}", watch.name(), object.key(), e.getMessage());
            return Optional.empty();
        }
    }
}
