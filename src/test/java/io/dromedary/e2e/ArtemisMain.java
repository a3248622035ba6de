package io.dromedary.e2e;

import io.dromedary.machine.Certificates;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.config.CoreAddressConfiguration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.config.impl.SecurityConfiguration;
import org.apache.activemq.artemis.core.security.Role;
import org.apache.activemq.artemis.core.server.JournalType;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.apache.activemq.artemis.spi.core.security.ActiveMQJAASSecurityManager;
import org.apache.activemq.artemis.spi.core.security.jaas.InVMLoginModule;

/**
 * A broker as an operator would run it: an Artemis in a process of its own that makes queues as they are asked for, and
 * speaks its own protocol and AMQP on one port.
 */
final class ArtemisMain {

    private ArtemisMain() {
    }

    /**
     * Runs until it is ended.
     *
     * @param arguments the folder of its journal, the port; a PKCS#12 file of {@link Certificates}, if it is to speak
     *                  TLS alone and to let in {@link ArtemisServer#USER} alone
     */
    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[0]);
        boolean tls = arguments.length > 2;
        var configuration = new ConfigurationImpl()
                .setName("outside").setSecurityEnabled(tls).setJMXManagementEnabled(false)
                .setPersistenceEnabled(true).setPersistDeliveryCountBeforeDelivery(true)
                .setJournalType(JournalType.NIO).setJournalDirectory(folder.resolve("journal").toString())
                .setBindingsDirectory(folder.resolve("bindings").toString())
                .setLargeMessagesDirectory(folder.resolve("large").toString())
                .setPagingDirectory(folder.resolve("paging").toString())
                .setMaxDiskUsage(-1).setCriticalAnalyzer(false)
                .addAcceptorConfiguration("all", "tcp://127.0.0.1:" + arguments[1] + "?protocols=CORE,AMQP"
                        + (tls ? ";sslEnabled=true;keyStoreType=PKCS12;keyStorePath=" + arguments[2] + ";keyStorePassword="
                                + Certificates.PASSWORD.replace(" ", "%20") : ""));
        configuration.setAddressConfigurations(List.of(new CoreAddressConfiguration().setName("jobs.dead")
                .addRoutingType(RoutingType.ANYCAST).addQueueConfig(QueueConfiguration.of("jobs.dead")
                        .setAddress("jobs.dead").setRoutingType(RoutingType.ANYCAST).setDurable(true))));
        configuration.setAddressSettings(Map.of("#", new AddressSettings()
                .setDeadLetterAddress(SimpleString.of("jobs.dead")).setExpiryAddress(SimpleString.of("jobs.dead"))
                .setMaxDeliveryAttempts(20).setRedeliveryDelay(200)
                .setAutoCreateQueues(true).setAutoCreateAddresses(true).setAutoDeleteQueues(false)
                .setAutoDeleteAddresses(false).setDefaultAddressRoutingType(RoutingType.ANYCAST)
                .setDefaultQueueRoutingType(RoutingType.ANYCAST)));
        var server = new EmbeddedActiveMQ();
        if (tls) {
            configuration.putSecurityRoles("#", Set.of(new Role("nodes", true, true, true, true, true, true, true, true,
                    true, true, false, false)));
            var users = new SecurityConfiguration();
            users.addUser(ArtemisServer.USER, ArtemisServer.PASSWORD);
            users.addRole(ArtemisServer.USER, "nodes");
            server.setSecurityManager(new ActiveMQJAASSecurityManager(InVMLoginModule.class.getName(), users));
        }
        server.setConfiguration(configuration);
        server.start();
    }
}
