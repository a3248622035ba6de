package io.dromedary.server;

import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.component.jms.JmsComponent;
import org.apache.camel.component.jms.JmsHeaderFilterStrategy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jms.support.converter.MessageConverter;
import org.springframework.jms.support.converter.SimpleMessageConverter;

/**
 * What is taken from a broker, to which others may send too: an id as text, and the headers that the routes set. Camel
 * 4.17 itself takes more: objects, whose classes the sender chooses, and with them headers of its own (CVE-2026-40860,
 * CVE-2026-43866), and such headers in other cases (CVE-2026-40453).
 */
final class BrokerMessages implements MessageConverter {

    private static final Logger LOG = LoggerFactory.getLogger(BrokerMessages.class);
    private static final Set<String> HEADERS = Set.of("attempts");

    private final SimpleMessageConverter out = new SimpleMessageConverter();

    private BrokerMessages() {
    }

    /** Lets this component take nothing else. */
    static JmsComponent guard(JmsComponent jms) {
        jms.setMessageConverter(new BrokerMessages());
        jms.setHeaderFilterStrategy(new JmsHeaderFilterStrategy() {
            @Override
            public boolean applyFilterToExternalHeaders(String name, Object value, Exchange exchange) {
                return !HEADERS.contains(name);
            }
        });
        return jms;
    }

    @Override
    public Message toMessage(Object body, Session session) throws JMSException {
        return out.toMessage(body, session);
    }

    /** The text; none, which names nothing, of a message that is no text, and was not sent by a node. */
    @Override
    public Object fromMessage(Message message) throws JMSException {
        if (message instanceof TextMessage text) {
            return text.getText();
        }
        LOG.warn("A message that is no text is passed over; somebody else sends to {}", message.getJMSDestination());
        return "";
    }
}
