package io.dromedary.server;

import io.dromedary.access.ApiKeys;
import io.dromedary.access.OutgoingLimits;
import io.dromedary.access.Usage;
import io.dromedary.api.ConnectionApi;
import io.dromedary.api.ConnectionCheckApi;
import io.dromedary.api.Contract;
import io.dromedary.api.Idempotency;
import io.dromedary.api.JobApi;
import io.dromedary.api.JobJson;
import io.dromedary.api.JobOrders;
import io.dromedary.api.JobStreams;
import io.dromedary.api.KeyApi;
import io.dromedary.api.SignatureApi;
import io.dromedary.api.StreamedOperations;
import io.dromedary.api.Submissions;
import io.dromedary.api.TaskApi;
import io.dromedary.api.TaskOrders;
import io.dromedary.api.WebhookSecretApi;
import io.dromedary.connection.ClientCache;
import io.dromedary.connection.ConnectionChecks;
import io.dromedary.connection.ConnectionStore;
import io.dromedary.connection.WebhookSecrets;
import io.dromedary.database.Database;
import io.dromedary.delivery.QueueLimit;
import io.dromedary.delivery.RunningJobs;
import io.dromedary.job.JobStates;
import io.dromedary.job.JobStore;
import io.dromedary.job.JobTransitions;
import io.dromedary.job.Retries;
import io.dromedary.job.TaskStore;
import io.dromedary.net.AllowedHosts;
import io.dromedary.storage.CdnLinks;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.apache.camel.spi.Registry;

/** Creates the beans that the routes of the API use. */
final class ApiWiring {

    /** Short, as callers wait for it. */
    private static final Duration CHECK_PATIENCE = Duration.ofSeconds(10);
    private static final OutgoingLimits.Bounds WAITING = new OutgoingLimits.Bounds(2, 4, HttpWiring.OUTGOING);
    private static final int MAX_STREAMS = 1_000_000;

    private final Registry registry;
    private final Settings settings;
    private final Database database;
    private final Clock clock;
    private final JobTransitions transitions;
    private final Idempotency idempotency;

    ApiWiring(Registry registry, Settings settings, Database database, Clock clock,
            JobTransitions transitions) {
        this.registry = registry;
        this.settings = settings;
        this.database = database;
        this.clock = clock;
        this.transitions = transitions;
        this.idempotency = new Idempotency(database, clock);
        registry.bind("idempotency", idempotency);
    }

    void keys(ApiKeys keys, Usage usage) {
        registry.bind("usage", usage);
        registry.bind("keyApi", new KeyApi(keys));
    }

    void connections(ConnectionStore connections, ClientCache clients, AllowedHosts allowed, SecureRandom random) {
        registry.bind("connectionApi", new ConnectionApi(connections, allowed, idempotency));
        registry.bind("checkApi", new ConnectionCheckApi(connections, clients));
        registry.bind("checks", new ConnectionChecks(random, CHECK_PATIENCE, System::nanoTime));
        registry.bind("outgoing", new OutgoingLimits(WAITING));
    }

    void webhookSecrets(WebhookSecrets secrets) {
        registry.bind("webhookSecretApi", new WebhookSecretApi(secrets));
    }

    void jobs(JobStore jobs, JobOrders orders, RunningJobs running, CdnLinks links, Contract contract) {
        var json = new JobJson(links);
        var tasks = new TaskStore(database, settings.lanes(), clock, transitions);
        registry.bind("signatureApi", new SignatureApi(links, jobs, tasks, clock));
        var limit = new QueueLimit(database, System::nanoTime, settings.number("dromedary.queue.max-jobs", 0));
        registry.bind("queueLimit", limit);
        var usage = new Usage(database, clock);
        registry.bind("jobApi", new JobApi(jobs, orders, usage, idempotency, new Retries(database, clock, transitions), running,
                json));
        registry.bind("submissions", new Submissions(contract, orders, jobs, idempotency, json, limit));
        registry.bind("taskApi", new TaskApi(tasks, new TaskOrders(orders), usage, idempotency, json));
    }

    /**
     * Creates the streamed operations.
     *
     * @param goodKeys selects the hashes of keys that are still valid
     */
    StreamedOperations streams(JobStore jobs, Contract contract, CdnLinks links, UnaryOperator<Set<String>> goodKeys) {
        var streams = new JobStreams(jobs, new JobStates(database), new JobJson(links), System::nanoTime,
                goodKeys, settings.number("dromedary.events.max-streams", 0, MAX_STREAMS),
                settings.number("dromedary.events.max-streams-per-key", 1, MAX_STREAMS));
        registry.bind("jobStreams", streams);
        return new StreamedOperations(contract, streams);
    }
}
