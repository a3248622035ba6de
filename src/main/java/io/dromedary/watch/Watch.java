package io.dromedary.watch;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dromedary.storage.ObjectUrl;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A valid entry of {@code config/watches.properties}.
 *
 * @param name       its name in that file
 * @param project    the project of its jobs and connections
 * @param connection name or id of the connection that reads the bucket; none for the default one
 * @param prefix     the prefix of matching keys
 * @param suffixes   the suffixes of matching keys, in lower case; empty for any
 * @param order      the body of a request for a job, without its input; {@link #OBJECT} stands for it among inputs
 * @param moveTo     where objects are moved after success: bucket and prefix
 * @param queue      the queue with the events, if it is read from one
 * @param isEnabled  whether it runs
 * @param isTold     whether events are sent to this server, so that nothing is looked at
 */
public record Watch(
        String name,
        String project,
        Optional<String> connection,
        String bucket,
        String prefix,
        List<String> suffixes,
        ObjectNode order,
        AfterSuccess afterSuccess,
        Optional<ObjectUrl> moveTo,
        Optional<EventQueue> queue,
        boolean isTold,
        boolean isEnabled) {

    /** The URL of the object that was found, where it is joined with others. */
    static final String OBJECT = "{object}";

    /** The limit of S3 and R2, in bytes. */
    private static final int LONGEST_KEY = 1_024;
    /** S3 uses up to 35 characters. */
    private static final int LONGEST_TAG = 256;

    /**
     * Does this object match? Empty objects and marks of directories do not, nor do names that no database can store or
     * no store can have, which listings and events may contain.
     */
    boolean wants(FoundObject object) {
        String lower = object.key().toLowerCase(Locale.ROOT);
        return object.key().startsWith(prefix) && !object.isDirectory() && object.size() > 0
                && object.key().indexOf('\0') < 0 && object.etag().indexOf('\0') < 0
                && object.key().getBytes(StandardCharsets.UTF_8).length <= LONGEST_KEY
                && object.etag().length() <= LONGEST_TAG
                && (suffixes.isEmpty() || suffixes.stream().anyMatch(lower::endsWith));
    }

    /** How its objects are found: {@code listing}, {@code queue} or {@code events}. */
    String source() {
        return queue.isPresent() ? "queue" : isTold ? "events" : "listing";
    }

    /** The request for the job that processes this object. */
    ObjectNode orderFor(String key) {
        String url = new ObjectUrl(bucket, key).toString();
        ObjectNode request = order.deepCopy();
        if (request.path("inputs").path(0) instanceof ObjectNode first) {
            first.put("url", url);
            return request;
        }
        return request.put("input", url);
    }

    /** Where this object is moved after success: the new prefix replaces the watched one. */
    Optional<ObjectUrl> destination(String key) {
        return moveTo.map(start -> new ObjectUrl(start.bucket(), start.key() + key.substring(prefix.length())));
    }
}
