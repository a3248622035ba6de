package io.dromedary.job;

import io.dromedary.connection.ClientCache;
import io.dromedary.storage.CdnFolder;
import io.dromedary.storage.FileNames;
import io.dromedary.storage.MultipartUpload;
import io.dromedary.storage.ObjectUrl;
import java.io.IOException;
import java.nio.file.Files;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;

/** The result on its way out: where it goes, under which name, and back again when its job was cancelled meanwhile. */
public final class Exports {

    private static final Logger LOG = LoggerFactory.getLogger(Exports.class);

    private final ClientCache clients;
    private final CdnFolder cdn;
    private final MultipartUpload multipart;
    private final AttemptStore store;
    private final Stages stages;
    private final long multipartAboveBytes;

    /**
     * Exports.
     *
     * @param multipartAboveBytes results larger than this are uploaded in parts
     */
    public Exports(ClientCache clients, CdnFolder cdn, MultipartUpload multipart, AttemptStore store, Stages stages,
            long multipartAboveBytes) {
        this.clients = clients;
        this.cdn = cdn;
        this.multipart = multipart;
        this.store = store;
        this.stages = stages;
        this.multipartAboveBytes = multipartAboveBytes;
    }

    /** Begins the export. From here on it is known where the result goes. */
    public void start(Attempt attempt) {
        stages.start(attempt, Stage.EXPORT, attempt.resultFile());
        String name = FileNames.stem(attempt.job().input()) + "." + attempt.command().extension();
        attempt.job().outputTarget().flatMap(ObjectUrl::parse)
                .ifPresent(url -> attempt.setTarget(url.isDirectory() ? url.resolve(name) : url));
    }

    /** Moves the result into the CDN folder. */
    public void publishToCdn(Attempt attempt) {
        checkCurrent(attempt);
        String jobId = attempt.job().id();
        String name = attempt.result().getFileName().toString();
        attempt.setOutput(cdn.url(jobId, name));
        cdn.publish(jobId, attempt.result().getParent());
    }

    /** The name under which the routes find the client that writes the output. */
    public String client(Attempt attempt) {
        return clients.nameOf(outputConnection(attempt));
    }

    /** Is the result to be uploaded in parts? */
    public boolean isLarge(Attempt attempt) throws IOException {
        return Files.size(attempt.result()) > multipartAboveBytes;
    }

    /** Uploads a large result in parts. */
    public void uploadInParts(Attempt attempt) throws IOException {
        var report = stages.transferReporter(attempt, Stage.EXPORT);
        long size = Files.size(attempt.result());
        multipart.upload(clients.of(outputConnection(attempt)), attempt.target().orElseThrow(), attempt.result(),
                attempt.command().contentType(),
                () -> store.isCurrent(attempt.job().id(), attempt.number()),
                attempt.stopped(), bytes -> report.at(bytes, size));
    }

    /** Right before something becomes visible: is it still this attempt that counts? */
    public void checkCurrent(Attempt attempt) {
        if (!store.isCurrent(attempt.job().id(), attempt.number())) {
            attempt.stop(StopReason.SUPERSEDED);
        }
        attempt.checkStopped();
    }

    /** The result is where it was wanted. */
    public void finish(Attempt attempt) {
        attempt.target().ifPresent(target -> attempt.setOutput(target.toString()));
        stages.finish(attempt, attempt.resultFile().deepCopy().put("url", attempt.output()));
    }

    /** Takes back what this attempt published when its job was cancelled between publishing and ending. */
    void withdrawIfCancelled(Attempt attempt) {
        if (attempt.output() == null || !store.isCancelled(attempt.job().id(), attempt.number())) {
            return;
        }
        if (attempt.target().isEmpty()) {
            cdn.withdraw(attempt.job().id());
            return;
        }
        ObjectUrl target = attempt.target().get();
        try {
            clients.of(outputConnection(attempt)).deleteObject(request -> request
                    .bucket(target.bucket()).key(target.key()));
        } catch (SdkException e) {
            LOG.warn("{}: cancelled while it was published, and {} could not be removed again", attempt.job().id(),
                    target, e);
        }
    }

    private static String outputConnection(Attempt attempt) {
        return attempt.job().outputConnectionId().orElseThrow(
                () -> new IllegalStateException("The job has an s3:// output and no connection for it"));
    }
}
