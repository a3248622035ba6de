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
import io.dromedary.storage.ObjectUrl;
import io.dromedary.storage.OutputTemplate;
import io.dromedary.storage.OwnObjects;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;

/** The result on its way out: where it goes, under which name, and back again when its job was cancelled meanwhile. */
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

    /**
     * Exports.
     *
     * @param cdn               where results go that no bucket is asked for
     * @param cdnBucket         where they go instead, if it is there
     * @param multipartAboveBytes results larger than this are uploaded in parts
     */
    public Exports(ClientCache clients, CdnFolder cdn, Optional<CdnBucket> cdnBucket, MultipartUpload multipart,
            AttemptStore store, Stages stages, PublishedObjects published, UnfinishedUploads uploads,
            long multipartAboveBytes) {
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

    /** Begins the export. From here on it is known where the result goes. */
    public void start(Attempt attempt) {
        stages.start(attempt, Stage.EXPORT, attempt.resultFile());
        attempt.job().outputTarget().flatMap(ObjectUrl::parse)
                .map(url -> OutputTemplate.withExtension(url, FileNames.extension(attempt.main().toString())))
                .or(() -> cdnBucket.map(bucket -> bucket.directory(attempt.job().publicId())))
                .ifPresent(attempt::setTarget);
    }

    /** Moves the result into the CDN folder. */
    public void publishToCdn(Attempt attempt) {
        long bytes = size(attempt.results());
        cdn.publish(attempt.job().publicId(), attempt.results(), () -> isCurrent(attempt));
        stages.sent(bytes);
        attempt.setOutput(url(attempt, attempt.main()));
    }

    private static long size(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.map(Path::toFile).filter(File::isFile).mapToLong(File::length).sum();
        } catch (IOException e) {
            throw new UncheckedIOException("The results cannot be listed", e);
        }
    }

    /** Notes which objects are about to be written, so that no watch takes them for inputs. */
    public void announce(Attempt attempt) {
        published.note(clients.endpointOf(outputConnection(attempt)),
                Stream.concat(beside(attempt), Stream.of(main(attempt))).map(Publication::target).toList());
    }

    /** The result's files that go to the bucket in one request each, without the main one. */
    public List<Publication> small(Attempt attempt) {
        return beside(attempt).filter(file -> !isLarge(file)).toList();
    }

    /** The result's files that go to the bucket in parts, without the main one. */
    public List<Publication> large(Attempt attempt) {
        return beside(attempt).filter(this::isLarge).toList();
    }

    private Stream<Publication> beside(Attempt attempt) {
        try (Stream<Path> files = Files.walk(attempt.results())) {
            List<Path> paths = files.filter(Files::isRegularFile)
                    .filter(file -> !file.equals(attempt.main())).sorted().toList();
            return paths.stream().map(file -> publication(attempt, file));
        } catch (IOException e) {
            throw new UncheckedIOException("The results cannot be listed", e);
        }
    }

    /** The file that the job's output names. It goes last: when it is there, all is. */
    public Publication main(Attempt attempt) {
        return publication(attempt, attempt.main());
    }

    private static Publication publication(Attempt attempt, Path file) {
        ObjectUrl target = attempt.target().orElseThrow();
        String name = attempt.results().relativize(file).toString();
        if (target.isDirectory()) {
            return new Publication(file, target.resolve(name));
        }
        return new Publication(file, file.equals(attempt.main()) ? target : target.sibling(name));
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
            public Map<String, String> marks() {
                return Exports.this.marks(attempt);
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

    /** Metadata of its objects, by which they are known again. */
    public Map<String, String> marks(Attempt attempt) {
        return Map.of("dromedary-job", attempt.job().publicId(), "dromedary-attempt", Integer.toString(attempt.number()));
    }

    /**
     * A request to write a file has failed: perhaps no more than its answer.
     *
     * @throws SdkException what was thrown, unless the file is there
     */
    public void checkWritten(Attempt attempt, Publication file, SdkException failure) {
        if (!OwnObjects.isWritten(clients.of(outputConnection(attempt)), file.target(), file.size(), marks(attempt), failure)) {
            throw failure;
        }
    }

    /** Right before something becomes visible: is it still this attempt that counts? */
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

    /** A file is in its bucket. */
    public void uploaded(Attempt attempt, Publication file) {
        attempt.uploaded().add(file.target());
        if (!isLarge(file)) {
            stages.sent(file.size());
        }
    }

    /** The result is where it was wanted. */
    public void finish(Attempt attempt) {
        attempt.setOutput(url(attempt, attempt.main()));
        ObjectNode file = attempt.resultFile().deepCopy().put("url", url(attempt, attempt.main()));
        if (!attempt.plan().more().isEmpty()) {
            ObjectNode more = file.putObject("files");
            new TreeMap<>(attempt.plan().more()).forEach((what, path) -> more.put(what, url(attempt, attempt.folder().resolve(path))));
        }
        stages.finish(attempt, file);
    }

    private String url(Attempt attempt, Path file) {
        if (attempt.isForCdnFolder()) {
            return cdn.url(attempt.job().publicId(), attempt.results().relativize(file).toString());
        }
        ObjectUrl target = publication(attempt, file).target();
        return isForCdnBucket(attempt) ? cdnBucket.orElseThrow().url(target) : target.toString();
    }

    /** Takes back what this attempt published when its job was cancelled before it ended. */
    void withdrawIfCancelled(Attempt attempt) {
        if (store.isCancelled(attempt.job().id(), attempt.number())) {
            withdraw(attempt);
        }
    }

    /** Takes back what this attempt published: its job does not succeed. */
    void withdraw(Attempt attempt) {
        if (attempt.isForCdnFolder() && attempt.output().isPresent()) {
            cdn.withdraw(attempt.job().publicId());
        }
        for (ObjectUrl target : attempt.uploaded()) {
            try {
                clients.of(outputConnection(attempt)).deleteObject(request -> request
                        .bucket(target.bucket()).key(target.key()));
            } catch (SdkException e) {
                LOG.warn("{}: {} was published before the job ended badly, and could not be removed again",
                        attempt.job().id(), target, e);
            }
        }
    }

    private static boolean isForCdnBucket(Attempt attempt) {
        return attempt.job().outputTarget().isEmpty();
    }

    private String outputConnection(Attempt attempt) {
        return isForCdnBucket(attempt) ? cdnBucket.orElseThrow().connection() : attempt.job().outputConnectionId().orElseThrow(
                () -> new IllegalStateException("The job has an s3:// output and no connection for it"));
    }
}
