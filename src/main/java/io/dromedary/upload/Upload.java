package io.dromedary.upload;

import io.dromedary.storage.ObjectUrl;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A file that a caller sends, to be the input of jobs.
 *
 * @param project     whose jobs may read it
 * @param keyId       id of the key that announced it
 * @param filename    its name, without folders; results are named after it
 * @param contentType as announced; nothing depends on it
 * @param bytes       how many it has when it is complete
 * @param metadata    {@code Upload-Metadata} as a client of tus has sent it, to be sent back
 * @param place       where its bytes are
 * @param createdAt   Unix time in milliseconds, as is {@code expiresAt}
 * @param expiresAt   when it is removed, unless a job reads it
 */
public record Upload(String id, String project, String keyId, State state, String filename, Optional<String> contentType,
        long bytes, Optional<String> metadata, Place place, long createdAt, long expiresAt) {

    private static final Pattern ID = Pattern.compile("upload_[0-9A-HJKMNP-TV-Z]{26}");

    /** The life of an upload. */
    public enum State {
        /** Bytes are missing, or may be. */
        RECEIVING,
        /** Every byte is there. */
        COMPLETE,
        /** Nobody sees it any more, but its bytes may still be there. */
        REMOVING,
        /** Its bytes are removed. */
        GONE
    }

    /** Where the bytes are. */
    public sealed interface Place permits OnNode, InBucket {
    }

    /**
     * A file on the disk of a node.
     *
     * @param node id of the node
     */
    public record OnNode(String node) implements Place {
    }

    /**
     * An object in a bucket, to which the caller sends the bytes without this server.
     *
     * @param connectionId id or name of the connection that writes it
     * @param isOwn        whether this server chose its key, and removes it
     * @param partBytes    bytes of a part; 0 if it is sent in one piece
     * @param multipartId  the store's id of the upload in parts, once that has begun
     */
    public record InBucket(String connectionId, ObjectUrl object, boolean isOwn, long partBytes, Optional<String> multipartId)
            implements Place {

        /** Is it sent in parts? */
        public boolean isInParts() {
            return partBytes > 0;
        }

        InBucket begun(String multipart) {
            return new InBucket(connectionId, object, isOwn, partBytes, Optional.of(multipart));
        }
    }

    /** Is this text the id of an upload, of whoever? */
    public static boolean isId(String text) {
        return ID.matcher(text).matches();
    }

    /** Is every byte there, and may it be read? */
    public boolean isComplete() {
        return state == State.COMPLETE;
    }

    /** The place, if it is a bucket. */
    public Optional<InBucket> bucket() {
        return place instanceof InBucket bucket ? Optional.of(bucket) : Optional.empty();
    }
}
