package io.dromedary.server;

import io.dromedary.api.Contract;
import io.dromedary.database.Database;
import io.dromedary.delivery.RunningJobs;
import io.dromedary.storage.OpenRequests;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.Registry;

/**
 * What all rooms of a node build on.
 *
 * @param home         the folder with {@code routes/} and {@code config/}
 * @param contractRead which may still be read
 * @param database     which may still be opening
 * @param resources    are closed when the node ends
 */
record Foundation(CamelContext context, Settings settings, Path home, CompletableFuture<Contract> contractRead, DataFolder data, Database database,
        MetricsWiring metrics, LaneWiring lanes, RunningJobs running, OpenRequests requests, SecureRandom random,
        Resources resources) {

    /** Where the routes find what they name. */
    Registry registry() {
        return context.getRegistry();
    }

    /** The contract; waits until it is read. */
    Contract contract() {
        return contractRead.join();
    }

    /** The clock on which all nodes of the database agree. */
    Clock clock() {
        return database.clock();
    }

    /** Is it one of the roles of this node to do jobs? */
    boolean isWorker() {
        return settings.roles().contains("worker");
    }
}
