package io.dromedary.work;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dromedary.connection.ClientCache;
import io.dromedary.job.AttemptStore;
import io.dromedary.job.Stage;
import io.dromedary.job.StopReason;
import io.dromedary.storage.CdnBucket;
import io.dromedary.storage.CdnFolder;
import io.dromedary.storage.FileNames;
import io.dromedary.storage.MultipartUpload;
import io.dromedary.storage.ObjectHeaders;
import io.dromedary.storage.ObjectUrl;
import io.dromedary.storage.OutputTemplate;
import io.dromedary.storage.OwnObjects;
import io.dromedary.storage.PublishedFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;

/** Publishes results, and removes them again if their job does not succeed. */
public final class Exports {

    private static final Logger LOG = LoggerFactory.getLogger(Exports.class);

    private final ClientCache clients;
    private final CdnFolder cdn;
    private final Optional<CdnBucket> cdnBucket;
    private final MultipartUpload multipart;
    private final AttemptStore store;
    private final Stages stages;
    private final PublishedObjects published;
    private final UnfinishedUploads uploads;
    private final long multipartAboveBytes;
    private final UsualHeaders headers;

    /**
     * @param cdn                 where results go by default
     * @param cdnBucket           where they go instead, if there is one
     * @param multipartAboveBytes results larger than this are uploaded in parts
     * @param headers             of objects in buckets
     */
    public Exports(ClientCache clients, CdnFolder cdn, Optional<CdnBucket> cdnBucket, MultipartUpload multipart,
            AttemptStore store, Stages stages, PublishedObjects published, UnfinishedUploads uploads,
            long multipartAboveBytes, UsualHeaders headers) {
        this.headers = headers;
        this.clients = clients;
        this.cdn = cdn;
        this.cdnBucket = cdnBucket;
        this.multipart = multipart;
        this.store = store;
        this.stages = stages;
        this.published = published;
        this.uploads = uploads;
        this.multipartAboveBytes = multipartAboveBytes;
    }

    /** Begins the export, and decides where the result goes. */
    public Export start(Attempt attempt, Encoded result) {
        stages.start(attempt, Stage.EXPORT, result.file());
        String extension = FileNames.extension(result.plan().main().toString());
        Optional<ObjectUrl> target = attempt.job().order().outputTarget().flatMap(ObjectUrl::parse)
                .map(url -> OutputTemplate.withExtension(url, extension))
                .or(() -> cdnBucket.map(bucket -> bucket.directory(attempt.job().publicId())));
        var export = new Export(result, attempt.folder(), target, attempt.naming().subfolder());
        attempt.setExport(export);
        return export;
    }

    /** Moves the result into the CDN folder. */
    public void publishToCdn(Attempt attempt, Export export) {
        if (attempt.isPart()) {
            attempt.nestResults();
            new PublishedFiles(cdn).keep(attempt.job().publicId(), attempt.results());
        }
        cdn.publish(attempt.job().publicId(), attempt.results(), () -> isCurrent(attempt));
        stages.sent(export.size());
        export.published(url(attempt, export, export.main()));
    }

    /** Records which objects are about to be written, so that no watch takes them for inputs. */
    public void announce(Attempt attempt, Export export) {
        published.note(clients.endpointOf(outputConnection(attempt)),
                Stream.concat(export.beside(), Stream.of(main(export))).map(Publication::target).toList());
    }

    /** The result's files that go to the bucket in one request each, without the main one. */
    public List<Publication> small(Export export) {
        return export.beside().filter(file -> !isLarge(file)).toList();
    }

    /** The result's files that go to the bucket in parts, without the main one. */
    public List<Publication> large(Export export) {
        return export.beside().filter(this::isLarge).toList();
    }

    /** The file that the job's output names. It is uploaded last, so if it is there, the result is complete. */
    public Publication main(Export export) {
        return export.publication(export.main());
    }

    /** The name under which the routes find the client that writes the output. */
    public String client(Attempt attempt) {
        return clients.nameOf(outputConnection(attempt));
    }

    /** Is the file to be uploaded in parts? */
    public boolean isLarge(Publication file) {
        return file.size() > multipartAboveBytes;
    }

    /** Uploads a large file in parts. */
    public void uploadInParts(Attempt attempt, Publication file) throws IOException {
        var report = stages.transferReporter(attempt, Stage.EXPORT);
        long size = file.size();
        multipart.upload(clients.of(outputConnection(attempt)), file.target(), file.path(), file.contentType(),
                watcher(attempt, file), attempt.stopped(), bytes -> report.at(bytes, size));
    }

    private MultipartUpload.Watcher watcher(Attempt attempt, Publication file) {
        return new MultipartUpload.Watcher() {
            @Override
            public ObjectHeaders headers() {
                return Exports.this.headers(attempt);
            }

            @Override
            public void begun(String uploadId) {
                uploads.begun(attempt, outputConnection(attempt), file.target(), uploadId);
            }

            @Override
            public boolean isOpen() {
                return isCurrent(attempt);
            }

            @Override
            public void ended(String uploadId) {
                uploads.ended(attempt.job().id(), uploadId);
            }
        };
    }

    /** What the attempt's objects have beside their types. */
    public ObjectHeaders headers(Attempt attempt) {
        return headers.of(attempt);
    }

    /**
     * Checks, after a failed upload, whether the file is there and only the answer was lost.
     *
     * @throws SdkException the failure, unless the file is there
     */
    public void checkWritten(Attempt attempt, Publication file, SdkException failure) {
        if (!OwnObjects.isWritten(clients.of(outputConnection(attempt)), file.target(), file.size(), headers(attempt).metadata(), failure)) {
            throw failure;
        }
    }

    /** Checks that the attempt is still the current one, right before something becomes visible. */
    public void checkCurrent(Attempt attempt) {
        isCurrent(attempt);
        attempt.checkStopped();
    }

    private boolean isCurrent(Attempt attempt) {
        if (!store.isCurrent(attempt.job().id(), attempt.number())) {
            attempt.stop(StopReason.SUPERSEDED);
        }
        return attempt.stopReason().isEmpty();
    }

    /** Records that a file was uploaded. */
    public void uploaded(Export export, Publication file) {
        export.uploaded(file.target());
        if (!isLarge(file)) {
            stages.sent(file.size());
        }
    }

    /** Ends the export. */
    public void finish(Attempt attempt, Export export) {
        String url = url(attempt, export, export.main());
        export.published(url);
        ObjectNode file = export.result().file().deepCopy().put("url", url).put("bytes_written", export.size());
        Map<String, Path> more = new TreeMap<>(export.result().plan().more());
        if (!more.isEmpty()) {
            ObjectNode files = file.putObject("files");
            more.forEach((what, path) -> files.put(what, url(attempt, export, export.path(path))));
        }
        stages.finish(attempt, file);
        attempt.published(url);
    }

    private String url(Attempt attempt, Export export, Path file) {
        if (export.isForCdnFolder()) {
            return cdn.url(attempt.job().publicId(), export.name(file));
        }
        ObjectUrl target = export.publication(file).target();
        return isForCdnBucket(attempt) ? cdnBucket.orElseThrow().url(target) : target.toString();
    }

    /** Removes what this attempt published, if its job was cancelled before the attempt ended. */
    void withdrawIfCancelled(Attempt attempt) {
        if (store.isCancelled(attempt.job().id(), attempt.number())) {
            withdraw(attempt);
        }
    }

    /** Removes what this attempt published, since its job does not succeed. */
    void withdraw(Attempt attempt) {
        attempt.export().ifPresent(export -> {
            // What other outputs have in the folder stays; what one of several has left there is replaced, or goes with them.
            if (export.isForCdnFolder() && export.url().isPresent() && !attempt.isPart()) {
                cdn.withdraw(attempt.job().publicId());
            }
            export.uploaded().forEach(object -> delete(attempt, object));
        });
    }

    private void delete(Attempt attempt, ObjectUrl object) {
        try {
            clients.of(outputConnection(attempt)).deleteObject(request -> request.bucket(object.bucket()).key(object.key()));
        } catch (SdkException e) {
            LOG.warn("{}: {} was published before the job ended badly, and could not be removed again",
                    attempt.job().id(), object, e);
        }
    }

    private static boolean isForCdnBucket(Attempt attempt) {
        return attempt.job().order().outputTarget().isEmpty();
    }

    private String outputConnection(Attempt attempt) {
        if (isForCdnBucket(attempt)) {
            return cdnBucket.orElseThrow().connection();
        }
        return attempt.job().order().outputConnectionId().orElseThrow(
                () -> new IllegalStateException("The job has an s3:// output and no connection for it"));
    }
}
