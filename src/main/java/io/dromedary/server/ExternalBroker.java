package io.dromedary.server;

import io.dromedary.api.Health;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.apache.qpid.jms.JmsConnectionFactory;

/**
 * A broker of its own that several nodes share: Artemis by its own protocol ({@code tcp://}), or any by AMQP 1.0
 * ({@code amqp://}, {@code amqps://}).
 */
final class ExternalBroker implements Broker {

    /** What an URL may begin with, and what may stand before that: a list of hosts, or the client's fail-over. */
    private static final Pattern SCHEME = Pattern.compile("(?:failover:)?\\(?([a-z]+)://.*");
    private static final Set<String> ARTEMIS = Set.of("tcp");
    private static final Set<String> AMQP = Set.of("amqp", "amqps");
    private static final Pattern SECRET = Pattern.compile("(?i)//[^/?,)]*@|[?&][^=&]*password=");

    /** Without these a node would hoard the queue, or wait half a minute for a broker that hangs. */
    private static final List<String> ARTEMIS_OPTIONS = List.of("consumerWindowSize=0", "callTimeout=10000");
    private static final List<String> AMQP_OPTIONS = List.of("jms.prefetchPolicy.all=0", "jms.requestTimeout=10000",
            "jms.sendTimeout=10000", "jms.connectTimeout=10000");

    private final ConnectionFactory connections;

    /**
     * A broker that is reached by a URL.
     *
     * @param url {@code tcp://host:61616}, {@code (tcp://one:61616,tcp://two:61616)?ha=true},
     *            {@code amqps://host:5671}, {@code failover:(amqp://one:5672,amqp://two:5672)}; with options of the
     *            client, which are Artemis' or Qpid JMS' own
     * @throws IllegalArgumentException when it is none of these, or holds a user or a password
     */
    ExternalBroker(String url, Optional<String> user, Optional<String> password) {
        if (SECRET.matcher(url).find()) {
            throw new IllegalArgumentException("The broker's URL must hold no user and no password: give them by"
                    + " DROMEDARY_BROKER_USER and DROMEDARY_BROKER_PASSWORD, and those of key stores by the JVM's"
                    + " javax.net.ssl properties.");
        }
        Matcher scheme = SCHEME.matcher(url);
        String name = scheme.matches() ? scheme.group(1) : "";
        if (ARTEMIS.contains(name)) {
            var factory = new ActiveMQConnectionFactory(withOptions(url, ARTEMIS_OPTIONS));
            user.ifPresent(factory::setUser);
            password.ifPresent(factory::setPassword);
            connections = factory;
        } else if (AMQP.contains(name)) {
            var factory = new JmsConnectionFactory(withOptions(url, AMQP_OPTIONS));
            user.ifPresent(factory::setUsername);
            password.ifPresent(factory::setPassword);
            connections = factory;
        } else {
            throw new IllegalArgumentException("It must be tcp://<host>:<port> for Artemis, amqp:// or amqps:// for any"
                    + " broker of AMQP 1.0, or empty for the one in this process");
        }
    }

    /** What the user set stays. */
    private static String withOptions(String url, List<String> options) {
        var result = new StringBuilder(url);
        for (String option : options) {
            if (!url.contains(option.substring(0, option.indexOf('=') + 1))) {
                result.append(result.indexOf("?") < 0 ? '?' : '&').append(option);
            }
        }
        return result.toString();
    }

    @Override
    public void start() {
        // It runs already, or comes back: consumers try again, and what is sent meanwhile waits in the database.
    }

    @Override
    public boolean isShared() {
        return true;
    }

    @Override
    public ConnectionFactory connections() {
        return connections;
    }

    @Override
    public void check() throws Health.Down {
        try (var connection = connections.createConnection()) {
            connection.start();
        } catch (JMSException e) {
            throw new Health.Down("The broker cannot be reached, or does not let this node in: look at"
                    + " DROMEDARY_BROKER_URL, whether it runs, and with TLS, whether its certificate is of its host and"
                    + " vouched for by what this node trusts.");
        }
    }

    @Override
    public void close() {
        if (connections instanceof ActiveMQConnectionFactory factory) {
            factory.close();
        }
    }
}
