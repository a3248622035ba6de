package io.dromedary.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.CoreAddressConfiguration;
import org.apache.activemq.artemis.core.config.FileDeploymentManager;
import org.apache.activemq.artemis.core.config.impl.FileConfiguration;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An Artemis that is set up by deploy/broker.xml treats messages as the broker inside of a node does. */
class BrokerFileTest {

    private final FileConfiguration file = new FileConfiguration();
    private Configuration inside;

    /** Artemis holds its file against its schema while it reads it. */
    @BeforeEach
    void read(@TempDir Path folder) throws Exception {
        new FileDeploymentManager(Path.of("deploy/broker.xml").toUri().toURL().toString())
                .addDeployable(file).readConfiguration();
        inside = new EmbeddedBroker(folder, Optional.empty(), Optional.empty()).configuration();
    }

    @Test
    void itHasTheSameQueues() {
        assertThat(queues(file)).isEqualTo(queues(inside)).isNotEmpty();
    }

    @Test
    void deadAndRepeatedMessagesGoTheSameWay() {
        assertThat(file.getAddressSettings().keySet()).isEqualTo(inside.getAddressSettings().keySet());
        inside.getAddressSettings().forEach((match, settings) -> Stream.<Function<AddressSettings, Object>>of(
                        AddressSettings::getDeadLetterAddress, AddressSettings::getExpiryAddress,
                        AddressSettings::getMaxDeliveryAttempts, AddressSettings::getRedeliveryDelay,
                        AddressSettings::getRedeliveryMultiplier, AddressSettings::getMaxRedeliveryDelay)
                .forEach(value -> assertThat(value.apply(file.getAddressSettings().get(match))).as(match)
                        .isEqualTo(value.apply(settings))));
        assertThat(file.isPersistDeliveryCountBeforeDelivery()).isTrue();
        assertThat(file.getJournalBufferTimeout_NIO()).isEqualTo(inside.getJournalBufferTimeout_NIO());
        assertThat(file.getMaxDiskUsage()).isEqualTo(inside.getMaxDiskUsage());
    }

    @Test
    void nodesMaySendAndConsumeAndMakeNothing() {
        assertThat(file.getSecurityRoles().get("#")).singleElement().satisfies(role -> {
            assertThat(role.isSend() && role.isConsume() && role.isBrowse()).isTrue();
            assertThat(role.isCreateAddress() || role.isCreateDurableQueue() || role.isDeleteDurableQueue()
                    || role.isDeleteAddress() || role.isManage()).isFalse();
        });
    }

    private static List<String> queues(Configuration configuration) {
        return configuration.getAddressConfigurations().stream().flatMap(BrokerFileTest::queues).sorted().toList();
    }

    private static Stream<String> queues(CoreAddressConfiguration address) {
        return address.getQueueConfigs().stream().map(queue -> address.getName() + " " + queue.getName() + " "
                + queue.getRoutingType() + " " + (queue.isDurable() == null || queue.isDurable()));
    }
}
