package io.dromedary.routes;

import io.dromedary.access.Caller;
import io.dromedary.access.Limits;
import io.dromedary.access.OutgoingLimits;
import io.dromedary.access.Scope;
import io.dromedary.access.Usage;
import io.dromedary.api.ErrorResponses;
import io.dromedary.api.Contract;
import io.dromedary.api.Idempotency;
import io.dromedary.api.JobApi;
import io.dromedary.api.JobJson;
import io.dromedary.api.JobOrders;
import io.dromedary.api.PresetOrders;
import io.dromedary.api.Requests;
import io.dromedary.api.Submissions;
import io.dromedary.delivery.QueueLimit;
import io.dromedary.job.Removal;
import io.dromedary.job.Retention;
import io.dromedary.job.Retries;
import io.dromedary.media.ShippedMedia;
import io.dromedary.net.AllowedHosts;
import io.dromedary.net.HostNames;
import io.dromedary.storage.CdnFolder;
import io.dromedary.storage.CdnLinks;
import io.dromedary.work.Plans;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.camel.Exchange;

/** What takes jobs, made as the server makes it, beside what does them. */
final class ApiBeans {

    static final Caller CALLER = new Caller("key_1", "default", Scope.WRITE, Limits.NONE);

    private static final Contract CONTRACT = Contract.read(Path.of("config/openapi.yaml"), true);

    private final RoutesHere routes;

    /**
     * Gives the routes what they name.
     *
     * @param maxJobs how many may wait; 0 for as many as come
     */
    ApiBeans(RoutesHere routes, WorkBeans beans, Path folder, long maxJobs) {
        this.routes = routes;
        var database = beans.database();
        var clock = beans.clock();
        var idempotency = new Idempotency(database, clock);
        var orders = new JobOrders(beans.connections(), new AllowedHosts("", Set.of(443), HostNames.SYSTEM), url -> false,
                new Plans(ShippedMedia::media)::checkOptions, new PresetOrders(name -> Optional.empty(), Set::of, CONTRACT), null);
        var links = new CdnLinks(new CdnFolder(folder.resolve("cdn"), "http://localhost/cdn"), Optional.empty(),
                Duration.ofHours(1), clock);
        var json = new JobJson(links);
        var usage = new Usage(database, clock);
        var limit = new QueueLimit(database, System::nanoTime, maxJobs);
        routes.bind("answers", new ErrorResponses()).bind("idempotency", idempotency).bind("usage", usage)
                .bind("queueLimit", limit).bind("outgoing", new OutgoingLimits(new OutgoingLimits.Bounds(1, 2, 3)))
                .bind("jobApi", new JobApi(beans.jobs(), orders, usage, idempotency, new Retries(database, clock, beans.transitions()), beans.running(),
                        new Removal(database, clock, new Retention(database, clock, new Retention.Terms(Optional.empty(), Optional.empty()),
                                new CdnFolder(folder.resolve("cdn"), "http://localhost/cdn"), Optional.empty(), beans.clients()), List.of()), json))
                .bind("submissions", new Submissions(CONTRACT, orders, beans.jobs(), idempotency, json,
                        limit));
    }

    /** Asks for a job, as this caller and with these headers. */
    Exchange createJob(Caller caller, String body, Map<String, Object> headers) {
        return routes.send("createJob", exchange -> {
            Requests.make(exchange, "createJob", caller, body);
            exchange.getMessage().getHeaders().putAll(headers);
        });
    }

    Exchange createJob(String body, Map<String, Object> headers) {
        return createJob(CALLER, body, headers);
    }
}
