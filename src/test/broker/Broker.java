import jakarta.jms.Connection;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.util.Optional;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;

/** A broker of JMS in memory, on the port that is its argument. It is told by lines what to do, and answers each by a line. */
public final class Broker {

    public static void main(String[] arguments) throws Exception {
        String url = "tcp://127.0.0.1:" + arguments[0];
        var broker = new EmbeddedActiveMQ();
        broker.setConfiguration(new ConfigurationImpl().setPersistenceEnabled(false).setSecurityEnabled(false)
                .addAcceptorConfiguration("tcp", url));
        broker.start();
        System.out.println("started");
        try (var factory = new ActiveMQConnectionFactory(url); Connection connection = factory.createConnection();
                Session session = connection.createSession(); var lines = new BufferedReader(new InputStreamReader(System.in))) {
            connection.start();
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String[] words = line.split(" ", 3);
                System.out.println(switch (words[0]) {
                    case "send" -> {
                        TextMessage message = session.createTextMessage(words[2]);
                        session.createProducer(session.createQueue(words[1])).send(message);
                        yield message.getJMSMessageID();
                    }
                    case "receive" -> {
                        try (var consumer = session.createConsumer(session.createQueue(words[1]))) {
                            var message = (TextMessage) consumer.receive(1_000);
                            yield message == null ? "" : message.getText();
                        }
                    }
                    case "count" -> Optional.ofNullable(broker.getActiveMQServer().locateQueue(SimpleString.of(words[1])))
                            .map(queue -> queue.getMessageCount()).orElse(0L);
                    case "consumers" -> Optional.ofNullable(broker.getActiveMQServer().locateQueue(SimpleString.of(words[1])))
                            .map(queue -> queue.getConsumerCount()).orElse(0);
                    default -> throw new IllegalArgumentException(line);
                });
            }
        }
        System.exit(0);
    }
}
