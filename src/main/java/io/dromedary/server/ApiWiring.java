package io.dromedary.server;

import io.dromedary.access.ApiKeys;
import io.dromedary.access.OutgoingLimits;
import io.dromedary.access.Usage;
import io.dromedary.api.AnswerBody;
import io.dromedary.api.ConnectionApi;
import io.dromedary.api.ContractStrategy;
import io.dromedary.api.ErrorResponses;
import io.dromedary.api.ConnectionCheckApi;
import io.dromedary.api.FileApi;
import io.dromedary.api.Idempotency;
import io.dromedary.api.JobApi;
import io.dromedary.api.JobJson;
import io.dromedary.api.JobStreams;
import io.dromedary.api.KeyApi;
import io.dromedary.api.OpenStreams;
import io.dromedary.api.OperatorApi;
import io.dromedary.api.ProjectStreams;
import io.dromedary.api.SignatureApi;
import io.dromedary.api.StreamedOperations;
import io.dromedary.api.Submissions;
import io.dromedary.api.TaskApi;
import io.dromedary.api.TaskOrders;
import io.dromedary.api.WaitedOperations;
import io.dromedary.api.WebhookSecretApi;
import io.dromedary.connection.ConnectionChecks;
import io.dromedary.delivery.NodeList;
import io.dromedary.delivery.QueueLimit;
import io.dromedary.delivery.Statistics;
import io.dromedary.job.Job;
import io.dromedary.job.JobChanges;
import io.dromedary.job.JobStates;
import io.dromedary.job.Retries;
import io.dromedary.job.TaskStore;
import io.dromedary.net.AllowedHosts;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.apache.camel.spi.Registry;

/** Creates the beans that the routes of the API use. */
final class ApiWiring {

    /** Short, as callers wait for it. */
    private static final Duration CHECK_PATIENCE = Duration.ofSeconds(10);
    private static final OutgoingLimits.Bounds WAITING = new OutgoingLimits.Bounds(2, 4, HttpWiring.OUTGOING);
    private static final int MAX_STREAMS = 1_000_000;

    private final Foundation base;
    private final JobWiring jobs;
    private final StoreWiring stores;
    private final Idempotency idempotency;
    private final Usage usage;
    private final JobJson json;

    ApiWiring(Foundation base, JobWiring jobs, StoreWiring stores) {
        this.base = base;
        this.jobs = jobs;
        this.stores = stores;
        this.idempotency = new Idempotency(base.database(), base.clock());
        this.usage = new Usage(base.database(), base.clock());
        this.json = new JobJson(stores.links());
    }

    /**
     * Registers them.
     *
     * @param allowed the hosts that endpoints of connections may have
     * @return the operations that are streamed
     */
    StreamedOperations bind(ApiKeys keys, AllowedHosts allowed) {
        Registry registry = base.registry();
        registry.bind("answers", new ErrorResponses());
        registry.bind("contract", base.contract());
        registry.bind("contract-outline.json", base.contract().outline());
        registry.bind("contractStrategy", new ContractStrategy(base.contract()));
        registry.bind("idempotency", idempotency);
        registry.bind("usage", usage);
        registry.bind("keyApi", new KeyApi(keys, usage));
        registry.bind("connectionApi", new ConnectionApi(stores.connections(), allowed, idempotency));
        registry.bind("checkApi", new ConnectionCheckApi(stores.connections(), stores.clients()));
        registry.bind("checks", new ConnectionChecks(base.random(), CHECK_PATIENCE, System::nanoTime));
        registry.bind("outgoing", new OutgoingLimits(WAITING));
        registry.bind("webhookSecretApi", new WebhookSecretApi(stores.webhookSecrets()));
        registry.bind("operatorApi", new OperatorApi(new NodeList(base.database()),
                new Statistics(base.database(), base.clock(), System::nanoTime)));
        return streams(keys::good, jobs());
    }

    /** The operations whose callers may wait, with what each answers of a job. */
    private Map<String, Function<Job, AnswerBody>> jobs() {
        Registry registry = base.registry();
        Settings settings = base.settings();
        var tasks = new TaskStore(base.database(), settings.lanes(), base.clock(), jobs.transitions());
        var limit = new QueueLimit(base.database(), System::nanoTime, settings.number("dromedary.queue.max-jobs", 0));
        var retries = new Retries(base.database(), base.clock(), jobs.transitions());
        registry.bind("signatureApi", new SignatureApi(stores.links(), jobs.jobs(), tasks, base.clock()));
        registry.bind("queueLimit", limit);
        var jobApi = new JobApi(jobs.jobs(), jobs.orders(), usage, idempotency, retries, base.running(),
                jobs.removal(), json);
        registry.bind("jobApi", jobApi);
        registry.bind("submissions", new Submissions(base.contract(), jobs.orders(), jobs.jobs(), idempotency, json, limit));
        var fileApi = new FileApi(tasks, new TaskOrders(jobs.orders()), usage, idempotency, jobs.removal(), json);
        var taskApi = new TaskApi(tasks, new TaskOrders(jobs.orders()), usage, idempotency, json);
        registry.bind("fileApi", fileApi);
        registry.bind("taskApi", taskApi);
        return Map.of("createJob", jobApi::answer, "createTask", taskApi::answer, "createStep", taskApi::answer,
                "createFile", fileApi::answer);
    }

    private StreamedOperations streams(UnaryOperator<Set<String>> goodKeys, Map<String, Function<Job, AnswerBody>> answers) {
        var all = new OpenStreams(System::nanoTime, goodKeys, base.settings().number("dromedary.events.max-streams", 0, MAX_STREAMS),
                base.settings().number("dromedary.events.max-streams-per-key", 1, MAX_STREAMS));
        var ofJobs = new JobStreams(jobs.jobs(), new JobStates(base.database()), json, all);
        var ofProjects = new ProjectStreams(new JobChanges(base.database(), base.clock()), json, all);
        base.registry().bind("jobStreams", ofJobs);
        base.registry().bind("projectStreams", ofProjects);
        var waits = new WaitedOperations(base.contract(), jobs.jobs(),
                new TaskStore(base.database(), base.settings().lanes(), base.clock(), jobs.transitions()),
                new JobStates(base.database()), all, answers);
        base.registry().bind("waitedOperations", waits);
        return new StreamedOperations(base.contract(), ofJobs, ofProjects, all, waits);
    }
}
