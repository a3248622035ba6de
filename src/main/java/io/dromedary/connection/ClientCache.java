package io.dromedary.connection;

import java.net.URI;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.apache.hc.client5.http.DnsResolver;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * One S3 client per connection, made when first needed.
 *
 * <p>A client is known to the routes by {@link #nameOf}, which changes when the connection does: an endpoint that was
 * made with an old key is never used with a new one.
 */
public final class ClientCache implements AutoCloseable {

    private final ConnectionStore connections;
    private final DnsResolver hosts;
    private final Consumer<Runnable> onStop;
    private final BiConsumer<String, S3Client> register;
    private final Map<String, S3Client> clients = new ConcurrentHashMap<>();

    /**
     * Makes clients for these connections.
     *
     * @param register makes a client known to the routes under a name
     * @param hosts    finds the addresses of their stores, for each connection anew
     * @param onStop   is told of each of their requests how to end it
     */
    public ClientCache(ConnectionStore connections, BiConsumer<String, S3Client> register, DnsResolver hosts,
            Consumer<Runnable> onStop) {
        this.connections = connections;
        this.hosts = hosts;
        this.onStop = onStop;
        this.register = register;
    }

    /**
     * The name under which the routes find the client of this connection; it is there when this returns.
     *
     * @throws io.dromedary.problem.Problem {@code connection_not_found}
     */
    public String nameOf(String connectionId) {
        Connection connection = connections.ofServer(connectionId);
        String name = "s3-" + connection.id() + "-" + connection.updatedAt();
        clients.computeIfAbsent(name, key -> {
            S3Client client = S3Clients.create(URI.create(connection.endpoint()), connection.region(),
                    connection.accessKeyId(), connections.secret(connection.id()), hosts, onStop);
            register.accept(key, client);
            return client;
        });
        return name;
    }

    /** The client of this connection. */
    public S3Client of(String connectionId) {
        return clients.get(nameOf(connectionId));
    }

    /** The store of this connection: the URL of its S3 API. */
    public String endpointOf(String connectionId) {
        return connections.ofServer(connectionId).endpoint();
    }

    @Override
    public void close() {
        clients.values().forEach(S3Client::close);
        clients.clear();
    }
}
