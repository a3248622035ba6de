package io.dromedary.server;

import io.dromedary.job.Lane;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.CoreAddressConfiguration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.server.JournalType;
import org.apache.activemq.artemis.core.server.Queue;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;

/** The broker in this process, with its journal on disk. Nobody outside of the process can reach it. */
final class Broker implements AutoCloseable {

    static final List<String> JOBS = Stream.of(Lane.values()).map(Lane::queue).toList();
    static final String DEAD_JOBS = "jobs.dead";
    static final String WEBHOOKS = "webhooks";

    private static final int NO_LIMIT = -1;
    private static final long REDELIVERY_DELAY_MS = 1_000;
    private static final long MAX_REDELIVERY_DELAY_MS = 60_000;
    /** The default of 3.3 ms caps one sender at some 280 durable sends a second. */
    private static final int JOURNAL_BUFFER_TIMEOUT_NANOS = 100_000;

    private final EmbeddedActiveMQ server = new EmbeddedActiveMQ();
    /** Tells the brokers of one process apart: tests have several. */
    private final int id = Math.floorMod(System.identityHashCode(this), 1_000_000);

    /**
     * A broker that has not started.
     *
     * @param folder of its journal
     */
    Broker(Path folder) throws Exception {
        Configuration configuration = new ConfigurationImpl()
                .setName("dromedary").setSecurityEnabled(false).setJMXManagementEnabled(false)
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
        configuration.setAddressConfigurations(
                Stream.concat(JOBS.stream(), Stream.of(DEAD_JOBS, WEBHOOKS)).map(Broker::queue).toList());
        configuration.setAddressSettings(Map.of("#", settings()));
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

    void start() throws Exception {
        server.start();
    }

    /** Where clients in this process find it. One message at a time, or one consumer would hoard the queue. */
    String url() {
        return "vm://" + id + "?consumerWindowSize=0";
    }

    /** How many jobs are in the queues, at work or not. */
    long waiting() {
        return JOBS.stream().map(name -> server.getActiveMQServer().locateQueue(SimpleString.of(name)))
                .filter(Objects::nonNull).mapToLong(Queue::getMessageCount).sum();
    }

    boolean isUp() {
        return server.getActiveMQServer() != null && server.getActiveMQServer().isStarted();
    }

    @Override
    public void close() throws Exception {
        server.stop();
    }
}
