package io.dromedary.watch;

import io.dromedary.connection.ClientCache;
import io.dromedary.connection.Connection;
import io.dromedary.connection.ConnectionStore;
import io.dromedary.problem.Problem;
import io.dromedary.problem.ProblemKind;
import software.amazon.awssdk.services.s3.S3Client;

/** The connections of watches. A connection may be created or changed while its watch runs. */
public final class WatchConnections {

    private final ConnectionStore connections;
    private final ClientCache clients;

    public WatchConnections(ConnectionStore connections, ClientCache clients) {
        this.connections = connections;
        this.clients = clients;
    }

    /**
     * The current connection of a watch.
     *
     * @throws Problem if there is none
     */
    Connection connection(Watch watch) {
        return watch.connection().map(name -> connections.get(watch.project(), name))
                .or(() -> connections.findUsual(watch.project()))
                .orElseThrow(() -> new Problem(ProblemKind.CONNECTION_NOT_FOUND, "The watch names no connection, and"
                        + " none of its project is the default: name one, or make one the default"));
    }

    S3Client client(String connectionId) {
        return clients.of(connectionId);
    }
}
