package io.dromedary.server;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.jms.Message;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.jms.JmsComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.apache.camel.support.DefaultExchangeHolder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Messages of somebody who can send to the broker, and is no node. */
class BrokerMessagesTest {

    private static final AtomicBoolean EXPLODED = new AtomicBoolean();
    private static final LinkedBlockingQueue<Taken> TAKEN = new LinkedBlockingQueue<>();

    @TempDir
    static Path folder;
    private static EmbeddedBroker broker;
    private static DefaultCamelContext context;

    private record Taken(String body, List<String> headers, Integer attempts) {
    }

    /** Does something when it is only looked at. */
    private static final class Bomb implements Serializable {
        private void readObject(ObjectInputStream in) {
            EXPLODED.set(true);
        }
    }

    @BeforeAll
    static void start() throws Exception {
        broker = new EmbeddedBroker(folder, Optional.empty(), Optional.empty());
        broker.start();
        context = new DefaultCamelContext();
        context.addComponent("jms", BrokerMessages.guard(JmsComponent.jmsComponent(broker.connections())));
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("jms:queue:webhooks").process(exchange -> TAKEN.add(new Taken(
                        exchange.getMessage().getBody(String.class),
                        List.copyOf(exchange.getMessage().getHeaders().keySet()),
                        exchange.getMessage().getHeader("attempts", Integer.class))));
            }
        });
        context.start();
    }

    @AfterAll
    static void stop() throws Exception {
        context.stop();
        broker.close();
    }

    private interface Making {
        Message make(jakarta.jms.JMSContext session) throws Exception;
    }

    private static Taken taken(Making making) throws Exception {
        try (var session = broker.connections().createContext()) {
            session.createProducer().send(session.createQueue("webhooks"), making.make(session));
        }
        Taken taken = TAKEN.poll(30, TimeUnit.SECONDS);
        assertThat(taken).isNotNull();
        return taken;
    }

    @Test
    void whatANodeSendsIsTaken() throws Exception {
        context.createProducerTemplate().sendBodyAndHeader("jms:queue:webhooks", "job_1", "attempts", 3);
        Taken taken = TAKEN.poll(30, TimeUnit.SECONDS);
        assertThat(taken.body()).isEqualTo("job_1");
        assertThat(taken.attempts()).isEqualTo(3);
        assertThat(taken.headers()).contains("JMSRedelivered");
    }

    /** CVE-2026-40453, and CVE-2025-27636 before it. */
    @Test
    void headersOfCamelAreNotTakenInWhateverCase() throws Exception {
        Taken taken = taken(session -> {
            Message message = session.createTextMessage("job_1");
            for (String name : List.of("CamelExecCommandExecutable", "CAmelExecCommandExecutable", "cAMELHttpUri",
                    "camelBeanMethodName", "CAMELBeanMethodName", "CamelAwsS3Key", "org_DOT_apache_DOT_camel_DOT_x", "other")) {
                message.setStringProperty(name, "/bin/touch");
            }
            message.setIntProperty("attempts", 2);
            return message;
        });
        assertThat(taken.body()).isEqualTo("job_1");
        assertThat(taken.attempts()).isEqualTo(2);
        assertThat(taken.headers()).allMatch(name -> isOfCamel(name) || name.equals("attempts"));
    }

    /** What Camel itself sets, of the message's own fields. */
    private static boolean isOfCamel(String name) {
        return name.startsWith("JMS") || name.equals("CamelMessageTimestamp");
    }

    /** CVE-2026-40860. */
    @Test
    void anObjectIsNotMade() throws Exception {
        assertThat(taken(session -> session.createObjectMessage(new Bomb())).body()).isEmpty();
        assertThat(EXPLODED).isFalse();
    }

    /** CVE-2026-43866. */
    @Test
    void anExchangeThatSomebodyMadeUpIsNotTaken() throws Exception {
        Exchange exchange = new DefaultExchange(context);
        exchange.getMessage().setBody("job_of_another");
        exchange.getMessage().setHeader("CamelExecCommandExecutable", "/bin/touch");
        Taken taken = taken(session -> session.createObjectMessage(DefaultExchangeHolder.marshal(exchange)));
        assertThat(taken.body()).isEmpty();
        assertThat(taken.headers()).allMatch(BrokerMessagesTest::isOfCamel);
    }
}
