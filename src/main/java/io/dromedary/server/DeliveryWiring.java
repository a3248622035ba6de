package io.dromedary.server;

import io.dromedary.delivery.CancelledWork;
import io.dromedary.delivery.Claims;
import io.dromedary.delivery.Heartbeats;
import io.dromedary.delivery.NodeRequirements;
import io.dromedary.delivery.Queue;
import io.dromedary.delivery.Takeovers;
import io.dromedary.delivery.WorkItem;
import io.dromedary.job.JobStates;
import io.dromedary.job.Lane;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Creates what decides which node works on which job, and when. */
final class DeliveryWiring {

    private static final int MAX_DELIVERIES = 1_000;
    /** How often this node writes its heartbeat, and checks those of others. */
    static final Duration HEARTBEAT = Duration.ofSeconds(2);

    private static final int MAX_LOST_AFTER_S = 86_400;

    private final Heartbeats heartbeats;

    /**
     * Registers it; nothing is claimed yet.
     *
     * @param needs what must be there for this node to take jobs
     */
    DeliveryWiring(Foundation base, JobWiring jobs, Map<String, NodeRequirements.Need> needs)
            throws IOException {
        Settings settings = base.settings();
        boolean works = base.isWorker();
        var node = new Heartbeats.Node(base.data().nodeId(), settings.nodeName(), new Heartbeats.Card(settings.roles(),
                works ? settings.workerSlots() : 0, works ? settings.lightSlots() : 0, Version.text()));
        var requirements = new NodeRequirements(needs, base.database(), node.id(), System::nanoTime);
        var takeovers = new Takeovers(base.database(), base.clock(),
                settings.number("dromedary.queue.max-deliveries", 1, MAX_DELIVERIES), jobs.transitions(), base.metrics().jobs());
        int everyS = (int) HEARTBEAT.toSeconds();
        heartbeats = new Heartbeats(base.database(), node, takeovers,
                settings.number("dromedary.queue.lost-after", 3 * everyS, MAX_LOST_AFTER_S) / everyS,
                List.of(jobs.webhooks()), base.clock());
        var claims = new Claims(base.database(), base.clock(), node.id(),
                settings.number("dromedary.queue.max-running-jobs", 0, Integer.MAX_VALUE), takeovers);
        for (Lane lane : Lane.values()) {
            base.lanes().add(lane.wireName(), Queue.of(
                    without -> !requirements.areMet() ? Optional.empty() : claims.claim(lane, without)
                            .map(job -> new WorkItem(job.attemptName(), job.order().owner().project(), job)),
                    (held, thrown) -> claims.giveBackAllBut(lane, held, thrown)));
        }
        base.registry().bind("nodeRequirements", requirements);
        base.registry().bind("heartbeats", heartbeats);
        base.registry().bind("cancelledWork", new CancelledWork(base.running(), new JobStates(base.database())));
    }

    /** Says that this node is there, and takes back what an earlier run of it was working on. */
    void begin() {
        heartbeats.begin();
    }
}
