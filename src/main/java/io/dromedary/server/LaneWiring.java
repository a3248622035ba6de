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
import java.util.Optional;
import org.apache.camel.spi.Registry;

/** Creates the lanes that routes take work from. */
final class LaneWiring {

    private final Settings settings;
    private final Database database;
    private final Duration patience;
    private final LaneSignals signals = new LaneSignals();
    private final Map<String, Queue> queues = new HashMap<>();
    private final Map<String, List<DueRows>> due = new HashMap<>();
    private final Optional<PostgresSignals> others;

    /**
     * No lanes yet.
     *
     * @param direct address by which nodes notify each other through PostgreSQL
     */
    LaneWiring(Settings settings, Database database, DatabaseAddress direct) {
        this.settings = settings;
        this.database = database;
        this.patience = settings.seconds("dromedary.queue.patience");
        this.others = database.isServer() ? Optional.of(new PostgresSignals(database, direct, signals)) : Optional.empty();
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

    /** Registers all lanes for the routes. */
    void bind(Registry registry, Clock clock) {
        registry.bind("lane", new LaneComponent(queues, signals,
                lane -> others.ifPresent(nodes -> nodes.send(lane)), settings.transferSlots()));
        registry.bind("laneSlots", new LaneSlots());
        registry.bind("dueTimes", new DueTimes(database, clock, patience, signals, due));
    }

    /** Begins to hear of other nodes. */
    void begin(Resources resources) {
        others.ifPresent(nodes -> resources.add(nodes).start());
    }
}
