package io.dromedary.server;

import io.dromedary.api.Health;
import jakarta.jms.ConnectionFactory;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.CoreAddressConfiguration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.config.impl.SecurityConfiguration;
import org.apache.activemq.artemis.core.security.Role;
import org.apache.activemq.artemis.core.server.ActiveMQServer.SERVER_STATE;
import org.apache.activemq.artemis.core.server.JournalType;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.apache.activemq.artemis.spi.core.security.ActiveMQJAASSecurityManager;
import org.apache.activemq.artemis.spi.core.security.jaas.InVMLoginModule;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The broker in this process, with its journal on disk. Nobody outside of the process can reach it, unless it is told
 * to listen. It stops itself when it cannot write its journal, and is started again when there is room for that.
 */
final class EmbeddedBroker implements Broker {

    private static final int NO_LIMIT = -1;
    private static final long REDELIVERY_DELAY_MS = 1_000;
    private static final long MAX_REDELIVERY_DELAY_MS = 60_000;
    /** The default of 3.3 ms caps one sender at some 280 durable sends a second. */
    private static final int JOURNAL_BUFFER_TIMEOUT_NANOS = 100_000;

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedBroker.class);
    private static final int LOOK_EVERY_S = 2;
    /** A file of its journal, and some more. */
    private static final long ROOM_BYTES = 16 << 20;

    /** To send, to consume and to browse; all queues are there from the start. */
    private static final Role NODES =
            new Role("nodes", true, true, false, false, false, false, false, true, false, false, false, false);

    private final EmbeddedActiveMQ server = new EmbeddedActiveMQ();
    private final Path folder;
    private final boolean shared;
    private final ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor(work -> {
        var thread = new Thread(work, "broker-watch");
        thread.setDaemon(true);
        return thread;
    });
    /** Tells the brokers of one process apart: tests have several. */
    private final int id = Math.floorMod(System.identityHashCode(this), 1_000_000);

    /** Who may log in from outside, and this process too then. */
    private final Optional<Login> login;

    /**
     * A user of the broker.
     */
    record Login(String user, String password) {
        /** Without the password. */
        @Override
        public String toString() {
            return "Login[" + user + "]";
        }
    }

    /**
     * Where other nodes find it.
     *
     * @param host address to listen on
     * @param port on which it speaks Artemis' own protocol
     */
    record Listen(String host, int port) {
    }

    /**
     * A broker that has not started.
     *
     * @param folder of its journal
     * @param listen none: only this process can reach it
     * @param login  none: whoever can reach it can use it
     */
    EmbeddedBroker(Path folder, Optional<Listen> listen, Optional<Login> login) throws Exception {
        this.folder = folder;
        this.shared = listen.isPresent();
        this.login = login;
        Configuration configuration = new ConfigurationImpl()
                .setName("dromedary").setSecurityEnabled(login.isPresent()).setJMXManagementEnabled(false)
                .setPersistenceEnabled(true).setPersistDeliveryCountBeforeDelivery(true)
                .setJournalType(JournalType.NIO).setJournalDirectory(folder.resolve("journal").toString())
                .setBindingsDirectory(folder.resolve("bindings").toString())
                .setLargeMessagesDirectory(folder.resolve("large").toString())
                .setPagingDirectory(folder.resolve("paging").toString())
                .setJournalBufferTimeout_NIO(JOURNAL_BUFFER_TIMEOUT_NANOS)
                // Whether the disk is full is seen by writing to it; the broker must not stop the API at 90 %.
                .setMaxDiskUsage(-1)
                .setCriticalAnalyzer(false)
                .addAcceptorConfiguration("in-vm", "vm://" + id);
        if (listen.isPresent()) {
            configuration.addAcceptorConfiguration("nodes", "tcp://" + listen.get().host() + ":" + listen.get().port()
                    + "?protocols=CORE");
        }
        configuration.setAddressConfigurations(
                Stream.concat(JOBS.stream(), Stream.of(DEAD_JOBS, WEBHOOKS)).map(EmbeddedBroker::queue).toList());
        configuration.setAddressSettings(Map.of("#", settings()));
        if (login.isPresent()) {
            configuration.putSecurityRoles("#", Set.of(NODES));
            var users = new SecurityConfiguration();
            users.addUser(login.get().user(), login.get().password());
            users.addRole(login.get().user(), NODES.getName());
            server.setSecurityManager(new ActiveMQJAASSecurityManager(InVMLoginModule.class.getName(), users));
        }
        server.setConfiguration(configuration);
    }

    /** How often a message is given out is the database's to say: a count here may die with the process. */
    private static AddressSettings settings() {
        return new AddressSettings()
                .setDeadLetterAddress(SimpleString.of(DEAD_JOBS))
                // No message expires; without an address for it, each start warns of that.
                .setExpiryAddress(SimpleString.of(DEAD_JOBS))
                .setMaxDeliveryAttempts(NO_LIMIT)
                .setRedeliveryDelay(REDELIVERY_DELAY_MS).setRedeliveryMultiplier(2)
                .setMaxRedeliveryDelay(MAX_REDELIVERY_DELAY_MS);
    }

    private static CoreAddressConfiguration queue(String name) {
        return new CoreAddressConfiguration().setName(name).addRoutingType(RoutingType.ANYCAST)
                .addQueueConfig(QueueConfiguration.of(name).setAddress(name)
                        .setRoutingType(RoutingType.ANYCAST).setDurable(true));
    }

    /** What it is set to; an Artemis of its own must be set to the same. */
    Configuration configuration() {
        return server.getConfiguration();
    }

    @Override
    public void start() throws Exception {
        server.start();
        watch.scheduleWithFixedDelay(this::startAgain, LOOK_EVERY_S, LOOK_EVERY_S, TimeUnit.SECONDS);
    }

    /** Starts it again when it has stopped itself, and there is room again. */
    private void startAgain() {
        if (server.getActiveMQServer().getState() != SERVER_STATE.STOPPED
                || folder.toFile().getUsableSpace() < ROOM_BYTES) {
            return;
        }
        try {
            server.stop();
            server.start();
            LOG.info("The broker had stopped, and is started again");
        } catch (Exception e) {
            LOG.warn("The broker cannot be started again yet", e);
        }
    }

    /** One message at a time, or one consumer would hoard the queue. */
    @Override
    public boolean isShared() {
        return shared;
    }

    @Override
    public ConnectionFactory connections() {
        String url = "vm://" + id + "?consumerWindowSize=0";
        return login.map(user -> new ActiveMQConnectionFactory(url, user.user(), user.password()))
                .orElseGet(() -> new ActiveMQConnectionFactory(url));
    }

    @Override
    public void check() throws Health.Down {
        if (server.getActiveMQServer() == null || !server.getActiveMQServer().isStarted()) {
            throw new Health.Down("The broker has stopped, as it does when its disk is full: make room, and it starts"
                    + " again by itself.");
        }
    }

    @Override
    public void close() throws Exception {
        watch.shutdownNow();
        watch.awaitTermination(LOOK_EVERY_S, TimeUnit.SECONDS);
        server.stop();
    }
}
