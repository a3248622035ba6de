package io.dromedary.server;

import io.dromedary.database.Database;
import io.dromedary.database.DatabaseAddress;
import io.dromedary.delivery.DueRows;
import io.dromedary.delivery.DueTimes;
import io.dromedary.delivery.LaneComponent;
import io.dromedary.delivery.LaneSignals;
import io.dromedary.delivery.LaneSlots;
import io.dromedary.delivery.PostgresSignals;
import io.dromedary.delivery.Queue;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.camel.spi.Registry;

/** Creates the lanes that routes take work from. */
final class LaneWiring {

    private final Settings settings;
    private final Database database;
    private final Duration patience;
    private final LaneSignals signals = new LaneSignals();
    private final Map<String, Queue> queues = new HashMap<>();
    private final Map<String, List<DueRows>> due = new HashMap<>();

    LaneWiring(Settings settings, Database database) {
        this.settings = settings;
        this.database = database;
        this.patience = settings.seconds("dromedary.queue.patience");
    }

    /** Adds a lane with its queue. */
    void add(String lane, Queue queue) {
        queues.put(lane, queue);
    }

    /** Adds a lane of something else, which waits until these rows are due. */
    void add(String lane, Queue queue, List<DueRows> rows) {
        add(lane, queue);
        due.put(lane, rows);
    }

    /** Something in this lane may be done now. */
    void wake(String lane) {
        signals.give(lane);
    }

    /**
     * Registers all lanes for the routes.
     *
     * @param direct address by which nodes notify each other through PostgreSQL
     */
    void bind(Registry registry, DatabaseAddress direct, Clock clock, Resources closing) {
        Consumer<String> others = lane -> { };
        if (database.isServer()) {
            var ofOthers = closing.add(new PostgresSignals(database, direct, signals));
            ofOthers.start();
            others = ofOthers::send;
        }
        registry.bind("lane", new LaneComponent(queues, signals, others, settings.transferSlots()));
        registry.bind("laneSlots", new LaneSlots());
        registry.bind("dueTimes", new DueTimes(database, clock, patience, signals, due));
    }
}
