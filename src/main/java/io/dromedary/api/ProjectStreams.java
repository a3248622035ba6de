package io.dromedary.api;

import io.dromedary.job.Job;
import io.dromedary.job.JobChanges;
import io.dromedary.job.JobChanges.Change;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** All clients that are told of all jobs of their projects. One query serves all clients of a project. */
public final class ProjectStreams {

    /** How many changes a client is told of at a time. */
    private static final int AT_A_TIME = 200;
    /** A client that has missed more is told so, and lists the jobs again. */
    private static final int MOST_MISSED = 1_000;

    private final JobChanges changes;
    private final JobJson json;
    private final OpenStreams all;
    private final Set<ProjectStream> open = ConcurrentHashMap.newKeySet();

    /** @param all has the limits */
    public ProjectStreams(JobChanges changes, JobJson json, OpenStreams all) {
        this.changes = changes;
        this.json = json;
        this.all = all;
    }

    /** A request for the events of a project, as its route leaves it. */
    record Asked(String project) {
    }

    /**
     * Opens a stream. It begins with the jobs that have changed in the last seconds, or since the event that the client
     * has got last. Blocks while the database is asked.
     *
     * @throws io.dromedary.problem.Problem {@code too_many_requests}
     */
    void open(RoutingContext client, Asked asked) {
        all.take(client, "ask GET /jobs now and then.");
        long recent = changes.now() - ProjectStream.LOOK_BACK_MS;
        Optional<Long> last = ProjectStream.time(client.request().getHeader("Last-Event-ID")).filter(time -> time < recent);
        boolean missed = last.isPresent()
                && changes.since(asked.project(), last.get(), MOST_MISSED + 1).size() > MOST_MISSED;
        var stream = new ProjectStream(client, all.nanos(), asked.project(),
                last.filter(time -> !missed).map(time -> time - ProjectStream.LOOK_BACK_MS).orElse(recent));
        stream.onContext(() -> {
            stream.sendHead();
            stream.write("retry: 3000\n" + (missed ? "event: missed\ndata: {\"since\": " + last.get() + "}\n" : ":\n") + "\n", false);
            all.add(client, stream);
            open.add(stream);
            client.addEndHandler(ended -> open.remove(stream));
        });
    }

    /** Tells all clients of the changes of their projects' jobs. */
    public void tell() {
        Map<String, List<ProjectStream>> waiting = open.stream().filter(ProjectStream::isWaiting)
                .collect(Collectors.groupingBy(ProjectStream::project));
        waiting.forEach(this::tell);
        all.look();
    }

    private void tell(String project, List<ProjectStream> streams) {
        long from = streams.stream().mapToLong(ProjectStream::from).min().orElseThrow();
        int known = streams.stream().mapToInt(ProjectStream::known).max().orElseThrow();
        List<Change> changed = changes.since(project, from, known + AT_A_TIME);
        Map<ProjectStream, List<Change>> fresh = new HashMap<>();
        streams.forEach(stream -> fresh.put(stream, stream.fresh(changed).stream().limit(AT_A_TIME).toList()));
        Map<String, String> events = events(changed, fresh.values().stream().flatMap(List::stream).map(Change::id)
                .collect(Collectors.toSet()));
        fresh.forEach((stream, news) -> {
            if (!news.isEmpty()) {
                stream.tell(news, events);
            }
        });
    }

    /** The events of jobs, each with the time of the change in its id. */
    private Map<String, String> events(List<Change> changed, Set<String> ids) {
        Map<String, Long> times = changed.stream().collect(Collectors.toMap(Change::id, Change::at));
        var events = new HashMap<String, String>();
        changed.stream().filter(Change::isDeleted).forEach(change -> events.put(change.id(), deletion(change)));
        inParts(ids).forEach(part -> changes.jobs(part).forEach(job -> events.put(job.id(), event(job, times.get(job.id())))));
        return events;
    }

    /** SQLite allows few values in a statement. */
    private static List<Collection<String>> inParts(Set<String> ids) {
        var list = new ArrayList<>(ids);
        var parts = new ArrayList<Collection<String>>();
        for (int from = 0; from < list.size(); from += AT_A_TIME) {
            parts.add(list.subList(from, Math.min(list.size(), from + AT_A_TIME)));
        }
        return parts;
    }

    private static String deletion(Change change) {
        return "id: " + change.at() + "-" + change.id() + "\nevent: deleted\ndata: {\"id\": \"" + change.id() + "\", \"object\": \"job\", \"deleted\": true}\n\n";
    }

    private String event(Job job, long at) {
        return "id: " + at + "-" + job.id() + "\nevent: job\ndata: " + json.row(job) + "\n\n";
    }
}
