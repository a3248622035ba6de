package io.dromedary.server;

import io.dromedary.api.JobOrders;
import io.dromedary.api.PresetApi;
import io.dromedary.job.JobStore;
import io.dromedary.job.JobTransitions;
import io.dromedary.job.Removal;
import io.dromedary.job.Retention;
import io.dromedary.net.AllowedHosts;
import io.dromedary.watch.WatchedObjects;
import io.dromedary.webhook.WebhookTable;
import io.dromedary.work.PublishedObjects;
import java.util.List;

/** Creates what stores jobs, and those who hear of their events. */
final class JobWiring {

    private final WebhookTable webhooks = new WebhookTable();
    private final WatchedObjects watched;
    private final PublishedObjects published;
    private final JobTransitions transitions;
    private final JobStore jobs;
    private final JobOrders orders;
    private final Removal removal;

    /**
     * Creates them.
     *
     * @param allowed the hosts that inputs may have, as callers wait for the answer
     */
    JobWiring(Foundation base, StoreWiring stores, MediaWiring media, UploadWiring uploads, AllowedHosts allowed) {
        watched = new WatchedObjects(base.database(), base.clock());
        published = new PublishedObjects(base.database(), base.clock());
        transitions = new JobTransitions(List.of(webhooks, watched, uploads.used()));
        jobs = new JobStore(base.database(), base.settings().lanes(), base.clock(), transitions, base.metrics().jobs());
        orders = new JobOrders(stores.connections(), allowed, stores::owns, media.plans()::checkOptions, media.presets(),
                uploads.files());
        base.registry().bind("jobs", jobs);
        base.registry().bind("presetApi", new PresetApi(media.presets()));
        var retention = new Retention(base.database(), base.clock(), retention(base.settings()), stores.cdn(),
                stores.bucket(), stores.clients());
        removal = new Removal(base.database(), base.clock(), retention, List.of(webhooks, watched));
        base.registry().bind("retention", retention);
    }

    /** How long ended jobs and their files are kept. */
    static Retention.Terms retention(Settings settings) {
        return new Retention.Terms(settings.days("dromedary.keep.jobs-days"), settings.days("dromedary.keep.files-days"));
    }

    WebhookTable webhooks() {
        return webhooks;
    }

    WatchedObjects watched() {
        return watched;
    }

    PublishedObjects published() {
        return published;
    }

    JobTransitions transitions() {
        return transitions;
    }

    JobStore jobs() {
        return jobs;
    }

    Removal removal() {
        return removal;
    }

    JobOrders orders() {
        return orders;
    }
}
