package io.dromedary.connection;

import java.net.URI;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.apache.hc.client5.http.DnsResolver;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/**
 * One S3 client for each connection, created when first needed.
 *
 * <p>The routes find a client by {@link #nameOf}. The name changes with the connection, so that an endpoint created with
 * an old key is not used after the key has changed.
 */
public final class ClientCache implements AutoCloseable {

    private final ConnectionStore connections;
    private final DnsResolver hosts;
    private final Consumer<Runnable> onStop;
    private final BiConsumer<String, S3Client> register;
    private final Map<String, S3Client> clients = new ConcurrentHashMap<>();

    /**
     * @param register registers a client for the routes under a name
     * @param hosts    resolves the hosts of the stores, for each network connection
     * @param onStop   gets an action for each request that aborts it
     */
    public ClientCache(ConnectionStore connections, BiConsumer<String, S3Client> register, DnsResolver hosts,
            Consumer<Runnable> onStop) {
        this.connections = connections;
        this.hosts = hosts;
        this.onStop = onStop;
        this.register = register;
    }

    /**
     * The name of this connection's client, which is registered when this method returns.
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

    public S3Client of(String connectionId) {
        return clients.get(nameOf(connectionId));
    }

    /**
     * What signs URLs by this connection; it must be closed.
     *
     * @throws io.dromedary.problem.Problem {@code connection_not_found}
     */
    public S3Presigner presigner(String connectionId) {
        Connection connection = connections.ofServer(connectionId);
        return S3Clients.presigner(URI.create(connection.endpoint()), connection.region(), connection.accessKeyId(),
                connections.secret(connection.id()));
    }

    /** The URL of the S3 API of this connection. */
    public String endpointOf(String connectionId) {
        return connections.ofServer(connectionId).endpoint();
    }

    @Override
    public void close() {
        clients.values().forEach(S3Client::close);
        clients.clear();
    }
}
