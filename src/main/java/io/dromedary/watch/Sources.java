package io.dromedary.watch;

import io.dromedary.job.PublishedObjects;
import io.dromedary.job.WatchedObjects;
import io.dromedary.job.WatchedObjects.Source;
import io.dromedary.connection.ClientCache;
import io.dromedary.storage.ObjectUrl;
import io.dromedary.storage.StoreAnswer;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * Moves or deletes the objects whose jobs have succeeded, as long as they are the very ones that were processed. Every
 * step can be done twice: after a crash it is.
 */
public final class Sources {

    private static final Logger LOG = LoggerFactory.getLogger(Sources.class);

    private final ClientCache clients;
    private final WatchedObjects watched;
    private final PublishedObjects published;
    private final ServerSideCopy copy;

    public Sources(ClientCache clients, WatchedObjects watched, PublishedObjects published, ServerSideCopy copy) {
        this.clients = clients;
        this.watched = watched;
        this.published = published;
        this.copy = copy;
    }

    /** Copies it to where it is moved, without its bytes coming here. What is there is no input of any watch. */
    public void copy(Source source) {
        ObjectUrl target = source.moveTo().orElseThrow();
        published.note(clients.endpointOf(source.connectionId()), List.of(target));
        copy.copy(client(source), source.object(), source.etag(), target);
    }

    /** Is it still there, and still what was processed? */
    public boolean isUnchanged(Source source) {
        try {
            HeadObjectResponse head = client(source).headObject(request -> request
                    .bucket(source.object().bucket()).key(source.object().key()));
            boolean same = FoundObject.of(source.object().key(), head.eTag(), 0).etag().equals(source.etag());
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

    /** Deletes it. Stores that know conditions of deletes hold the tag against what is there at that moment. */
    public void delete(Source source) {
        try {
            client(source).deleteObject(request -> request.bucket(source.object().bucket()).key(source.object().key())
                    .ifMatch("\"" + source.etag() + "\""));
        } catch (SdkException e) {
            // It may be gone all the same, when no more than the answer was lost.
            if (isThere(source, e)) {
                throw e;
            }
        }
        LOG.info("Watch {}: {} was {}", source.watch(), source.object(),
                source.moveTo().map(target -> "moved to " + target).orElse("deleted"));
    }

    private boolean isThere(Source source, SdkException failure) {
        try {
            return isUnchanged(source);
        } catch (SdkException e) {
            failure.addSuppressed(e);
            return true;
        }
    }

    /** Nothing is left to be done. */
    public void settled(Source source) {
        watched.settled(source);
    }

    /** It could not be moved or deleted; its job stays succeeded. */
    public void postpone(Source source, Exception failure) {
        Duration delay = watched.postpone(source);
        LOG.warn("Watch {}: {} could not be {}: {}. It is tried again in {} s", source.watch(), source.object(),
                source.moveTo().isPresent() ? "moved" : "deleted", Trouble.of(failure), delay.toSeconds());
    }

    private S3Client client(Source source) {
        return clients.of(source.connectionId());
    }
}
