package io.dromedary.server;

import io.dromedary.database.Database;
import io.dromedary.database.DatabaseAddress;
import io.dromedary.delivery.Bells;
import io.dromedary.delivery.DueTimes;
import io.dromedary.delivery.LaneComponent;
import io.dromedary.delivery.LaneSlots;
import io.dromedary.delivery.Queue;
import io.dromedary.delivery.Signals;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.camel.spi.Registry;

/** Creates the lanes that routes take work from. */
final class LaneWiring {

    private final Settings settings;
    private final Database database;
    private final Duration patience;
    private final Bells bells = new Bells();
    private final Map<String, Queue> queues = new HashMap<>();

    LaneWiring(Settings settings, Database database) {
        this.settings = settings;
        this.database = database;
        this.patience = settings.seconds("dromedary.queue.patience");
    }

    /** Adds a lane with its queue. */
    void add(String lane, Queue queue) {
        queues.put(lane, queue);
    }

    /** Signals that this lane may have work. */
    void ring(String lane) {
        bells.ring(lane);
    }

    /**
     * Registers all lanes for the routes.
     *
     * @param direct address by which nodes notify each other through PostgreSQL
     */
    void bind(Registry registry, DatabaseAddress direct, Clock clock, Resources closing) {
        Consumer<String> others = lane -> { };
        if (database.isServer()) {
            var signals = closing.add(new Signals(database, direct, bells));
            signals.start();
            others = signals::send;
        }
        registry.bind("lane", new LaneComponent(queues, bells, others, settings.transferSlots()));
        registry.bind("laneSlots", new LaneSlots());
        registry.bind("dueTimes", new DueTimes(database, clock, patience, bells));
    }
}
