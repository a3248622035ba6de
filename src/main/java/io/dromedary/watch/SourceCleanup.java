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
 * Moves or deletes the objects whose jobs have succeeded, as long as they are the very ones that were processed. Every
 * step can be done twice: after a crash it is.
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

    /** Names the client that may read, copy and delete it. */
    public String client(Source source) {
        return clients.nameOf(source.connectionId());
    }

    /** Notes where it is moved to: what is there is no input of any watch. */
    public void announce(Source source) {
        published.note(clients.endpointOf(source.connectionId()), List.of(target(source)));
    }

    /** Asks the store for what it knows of it. {@code headObject} of Camel 4.17's component builds its own request. */
    public HeadObjectResponse head(Source source) {
        return s3(source).headObject(request -> request.bucket(source.object().bucket()).key(source.object().key()));
    }

    /** Whether it is too large to be copied by one request. */
    public boolean needsParts(HeadObjectResponse head) {
        return copy.needsParts(head);
    }

    /** Copies it in parts to where it is moved, without its bytes coming here. */
    public void copyInParts(Source source, HeadObjectResponse head) {
        copy.copyInParts(s3(source), source.object(), source.etag(), target(source), head);
    }

    /** Requests the copy to where it is moved. */
    public CopyObjectRequest copyRequest(Source source) {
        return ServerSideCopy.request(source.object(), source.etag(), target(source));
    }

    /** Is it still there, and still what was processed? */
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

    /** Requests its deletion. Stores that know conditions of deletes compare the tag with what is there at that moment. */
    public DeleteObjectRequest deleteRequest(Source source) {
        return DeleteObjectRequest.builder().bucket(source.object().bucket()).key(source.object().key())
                .ifMatch(ServerSideCopy.quoted(source.etag())).build();
    }

    /**
     * Checks, when its deletion failed, whether it is gone all the same because only the answer was lost.
     *
     * @throws SdkException the failure, when it is still there
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

    /** Logs what became of it. */
    public void gone(Source source) {
        LOG.info("Watch {}: {} was {}", source.watch(), source.object(),
                source.moveTo().map(target -> "moved to " + target).orElse("deleted"));
    }

    /** Nothing is left to be done. */
    public void settled(Source source) {
        watched.settled(source);
    }

    /** It could not be moved or deleted; its job stays succeeded. */
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
