package io.dromedary.watch;

import io.dromedary.connection.ClientCache;
import io.dromedary.storage.ObjectUrl;
import io.dromedary.storage.StoreAnswer;
import io.dromedary.watch.WatchedObjects.Source;
import io.dromedary.work.PublishedObjects;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CopyObjectRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * Moves or deletes the objects whose jobs have succeeded, unless they changed since. Every step is idempotent, since a
 * crash repeats it.
 */
public final class SourceCleanup {

    private static final Logger LOG = LoggerFactory.getLogger(SourceCleanup.class);

    private final ClientCache clients;
    private final WatchedObjects watched;
    private final PublishedObjects published;
    private final ServerSideCopy copy;

    public SourceCleanup(ClientCache clients, WatchedObjects watched, PublishedObjects published, ServerSideCopy copy) {
        this.clients = clients;
        this.watched = watched;
        this.published = published;
        this.copy = copy;
    }

    /** The name of the client that may read, copy and delete it. */
    public String client(Source source) {
        return clients.nameOf(source.connectionId());
    }

    /** Records where it is moved to, so that no watch takes it for an input. */
    public void announce(Source source) {
        published.note(clients.endpointOf(source.connectionId()), List.of(target(source)));
    }

    /** Requests its metadata from the store. {@code headObject} of Camel 4.17's component builds its own request. */
    public HeadObjectResponse head(Source source) {
        return s3(source).headObject(request -> request.bucket(source.object().bucket()).key(source.object().key()));
    }

    /** Whether it is too large to be copied in one request. */
    public boolean needsParts(HeadObjectResponse head) {
        return copy.needsParts(head);
    }

    /** Copies it in parts to where it is moved, within the store. */
    public void copyInParts(Source source, HeadObjectResponse head) {
        copy.copyInParts(s3(source), source.object(), source.etag(), target(source), head);
    }

    /** Creates the request to copy it to where it is moved. */
    public CopyObjectRequest copyRequest(Source source) {
        return ServerSideCopy.request(source.object(), source.etag(), target(source));
    }

    /** Is it still there and unchanged? */
    public boolean isUnchanged(Source source) {
        try {
            boolean same = FoundObject.of(source.object().key(), head(source).eTag(), 0).etag().equals(source.etag());
            if (!same) {
                LOG.info("Watch {}: {} changed after it was processed, so it stays", source.watch(), source.object());
            }
            return same;
        } catch (S3Exception e) {
            if (StoreAnswer.of(e) == StoreAnswer.NO_OBJECT) {
                return false;
            }
            throw e;
        }
    }

    /** Creates the request to delete it. Stores that support conditional deletes compare the ETag at that moment. */
    public DeleteObjectRequest deleteRequest(Source source) {
        return DeleteObjectRequest.builder().bucket(source.object().bucket()).key(source.object().key())
                .ifMatch(ServerSideCopy.quoted(source.etag())).build();
    }

    /**
     * Checks, after a failed deletion, whether it is gone and only the answer was lost.
     *
     * @throws SdkException the failure, if it is still there
     */
    public void checkGone(Source source, SdkException failure) {
        if (isThere(source, failure)) {
            throw failure;
        }
    }

    private boolean isThere(Source source, SdkException failure) {
        try {
            return isUnchanged(source);
        } catch (SdkException e) {
            failure.addSuppressed(e);
            return true;
        }
    }

    /** Logs that it was moved or deleted. */
    public void gone(Source source) {
        LOG.info("Watch {}: {} was {}", source.watch(), source.object(),
                source.moveTo().map(target -> "moved to " + target).orElse("deleted"));
    }

    /** Records that it needs no further cleanup. */
    public void settled(Source source) {
        watched.settled(source);
    }

    /** Postpones a cleanup that failed; the job still counts as succeeded. */
    public void postpone(Source source, Exception failure) {
        Duration delay = watched.postpone(source);
        LOG.warn("Watch {}: {} could not be {}: {}. It is tried again in {} s", source.watch(), source.object(),
                source.moveTo().isPresent() ? "moved" : "deleted", FailureText.of(failure), delay.toSeconds());
    }

    private static ObjectUrl target(Source source) {
        return source.moveTo().orElseThrow();
    }

    private S3Client s3(Source source) {
        return clients.of(source.connectionId());
    }
}
