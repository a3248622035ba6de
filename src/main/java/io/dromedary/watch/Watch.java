package io.dromedary.watch;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dromedary.storage.ObjectUrl;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * An entry of {@code config/watches.properties}, checked.
 *
 * @param name         its name there
 * @param project      whose its jobs and its connections are
 * @param connection   name or id of the connection that reads the bucket; none for the default one
 * @param prefix       of the keys that are wanted
 * @param suffixes     of which a wanted key has one, in lower case; empty for any
 * @param order        the body of a request for a job, without its input
 * @param moveTo       where objects go after success when they are to be moved: bucket and start of the key
 * @param queue        where events come from; none when the bucket is listed
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
        Optional<EventQueue> queue) {

    /** Bytes; of S3 and R2. */
    private static final int LONGEST_KEY = 1_024;
    /** They have 35 characters at most, where stores follow S3. */
    private static final int LONGEST_TAG = 256;

    /**
     * Is this an object that jobs are to be made of? Empty ones and marks of directories are not, nor what no database
     * can note, or no store can have: listings and events can tell of every name.
     */
    boolean wants(FoundObject object) {
        String lower = object.key().toLowerCase(Locale.ROOT);
        return object.key().startsWith(prefix) && !object.isDirectory() && object.size() > 0
                && object.key().indexOf('\0') < 0 && object.etag().indexOf('\0') < 0
                && object.key().getBytes(StandardCharsets.UTF_8).length <= LONGEST_KEY
                && object.etag().length() <= LONGEST_TAG
                && (suffixes.isEmpty() || suffixes.stream().anyMatch(lower::endsWith));
    }

    /** The request for the job that processes this object. */
    ObjectNode orderFor(String key) {
        return order.deepCopy().put("input", new ObjectUrl(bucket, key).toString());
    }

    /** Where this object goes after success: under the new start, with what follows the watched prefix. */
    Optional<ObjectUrl> destination(String key) {
        return moveTo.map(start -> new ObjectUrl(start.bucket(), start.key() + key.substring(prefix.length())));
    }
}
