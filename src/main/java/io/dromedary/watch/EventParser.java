package io.dromedary.watch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the events of R2 about its objects: base64 of JSON, {@code {account, action, bucket, object, eventTime}}. */
public final class EventParser {

    private static final Logger LOG = LoggerFactory.getLogger(EventParser.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int LONGEST_WORDS = 300;
    /** The actions that create an object; the others delete one. */
    private static final Set<String> BRINGS = Set.of("PutObject", "CopyObject", "CompleteMultipartUpload");

    /**
     * The objects of the watched bucket in these messages. Other messages are logged, and acknowledged with the rest,
     * since they would not be valid the next time either.
     */
    public List<FoundObject> objects(Watch watch, Batch batch) {
        return batch.messages().stream().flatMap(message -> read(watch, message).stream()).toList();
    }

    private static Optional<FoundObject> read(Watch watch, Batch.Message message) {
        try {
            JsonNode event = JSON.readTree(Base64.getDecoder().decode(message.body()));
            if (!BRINGS.contains(text(event, "action"))) {
                return Optional.empty();
            }
            if (!text(event, "bucket").equals(watch.bucket())) {
                LOG.warn("Watch {}: its queue tells of the bucket '{}' too; that event is dropped", watch.name(),
                        brief(text(event, "bucket")));
                return Optional.empty();
            }
            JsonNode object = event.path("object");
            if (!object.path("size").canConvertToLong()) {
                throw new IOException("'object.size' is missing");
            }
            return Optional.of(FoundObject.of(text(object, "key"), text(object, "eTag"), object.get("size").asLong()));
        } catch (IOException | IllegalArgumentException e) {
            LOG.warn("Watch {}: the message {} of its queue is no event of R2 and is dropped: {}", watch.name(),
                    brief(message.id()), brief(e.getMessage()));
            return Optional.empty();
        }
    }

    /** Shortens a text, so that senders to the queue cannot fill the log. */
    private static String brief(String text) {
        return text.length() <= LONGEST_WORDS ? text : text.substring(0, LONGEST_WORDS) + "…";
    }

    private static String text(JsonNode node, String name) throws IOException {
        if (!node.path(name).isTextual()) {
            throw new IOException("'" + name + "' is missing");
        }
        return node.get(name).asText();
    }
}
