package io.dromedary.storage;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import org.apache.commons.io.input.BoundedInputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * Uploads a file in parts, several at a time, and publishes it at the end or not at all.
 *
 * <p>All parts have the same size but for a smaller last one, as R2 requires. Each is read from the file, so that a
 * failed part can be sent again without holding it in memory.
 */
public final class MultipartUpload {

    private static final Logger LOG = LoggerFactory.getLogger(MultipartUpload.class);

    /** The largest number of parts that S3 and R2 accept. */
    private static final int MAX_PARTS = 10_000;

    private final Executor executor;
    private final OpenRequests stops;
    private final long partSize;

    /**
     * @param executor uploads the parts; its width is the number of parallel parts
     * @param stops    aborts parts that are being uploaded
     * @param partSize bytes, at least 5 MiB; larger parts are used for files that would need too many
     */
    public MultipartUpload(Executor executor, OpenRequests stops, long partSize) {
        this.executor = executor;
        this.stops = stops;
        this.partSize = partSize;
    }

    /**
     * Uploads a file.
     *
     * @param watcher  is notified about the upload, and asked before it is published
     * @param stop     when this completes, the upload is aborted
     * @param progress gets the bytes uploaded so far
     * @throws CancellationException if it was stopped or may not be published; nothing is left in the store then, nor
     *                               after any other exception
     */
    public void upload(S3Client client, ObjectUrl target, Path file, String contentType, Watcher watcher,
            CompletableFuture<?> stop, LongConsumer progress) throws IOException {
        long size = Files.size(file);
        String uploadId = client.createMultipartUpload(request -> request
                .bucket(target.bucket()).key(target.key()).contentType(contentType).metadata(watcher.headers().metadata())
                .cacheControl(watcher.headers().cacheControl().orElse(null))
                .contentDisposition(watcher.headers().contentDisposition().orElse(null))
                .storageClass(watcher.headers().storageClass().orElse(null))).uploadId();
        try {
            watcher.begun(uploadId);
            List<CompletedPart> parts = sendParts(client, target, uploadId, file, size, stop, progress);
            if (stop.isDone() || !watcher.isOpen()) {
                throw new CancellationException("The upload was stopped before it was published");
            }
            complete(client, target, uploadId, parts, size, watcher);
            watcher.ended(uploadId);
        } catch (RuntimeException e) {
            if (abort(client, target, uploadId)) {
                watcher.ended(uploadId);
            }
            throw e;
        }
    }

    /** If the answer to a completed upload is lost and the request repeated, the store no longer knows the upload. */
    private static void complete(S3Client client, ObjectUrl target, String uploadId, List<CompletedPart> parts, long size,
            Watcher watcher) {
        try {
            client.completeMultipartUpload(request -> request.bucket(target.bucket()).key(target.key())
                    .uploadId(uploadId).multipartUpload(upload -> upload.parts(parts)));
        } catch (SdkException e) {
            if (!OwnObjects.isWritten(client, target, size, watcher.headers().metadata(), e)) {
                throw e;
            }
        }
    }

    /** Keeps track of an upload; the gate is checked once, when all parts are uploaded. */
    public interface Watcher extends PublishGate {

        /** What the object has beside its type; its metadata identifies it as the one uploaded here. */
        ObjectHeaders headers();

        /** From now on, the store has parts of it. */
        void begun(String uploadId);

        /** It is published, or nothing of it is left in the store. */
        void ended(String uploadId);
    }

    private List<CompletedPart> sendParts(S3Client client, ObjectUrl target, String uploadId, Path file, long size,
            CompletableFuture<?> stop, LongConsumer progress) {
        long length = Math.max(partSize, roundUpToMiB((size + MAX_PARTS - 1) / MAX_PARTS));
        var sent = new AtomicLong();
        var giveUp = new CompletableFuture<Void>();
        var parts = new ArrayList<CompletableFuture<CompletedPart>>();
        for (long start = 0; start < size; start += length) {
            int number = parts.size() + 1;
            long offset = start;
            long bytes = Math.min(length, size - start);
            parts.add(CompletableFuture.supplyAsync(() -> {
                if (stop.isDone() || giveUp.isDone()) {
                    throw new CancellationException("The upload was given up");
                }
                var body = RequestBody.fromContentProvider(() -> slice(file, offset, bytes), bytes,
                        "application/octet-stream");
                stops.watchUntil(stop);
                try {
                    String etag = client.uploadPart(request -> request.bucket(target.bucket()).key(target.key())
                            .uploadId(uploadId).partNumber(number).contentLength(bytes), body).eTag();
                    progress.accept(sent.addAndGet(bytes));
                    return CompletedPart.builder().partNumber(number).eTag(etag).build();
                } finally {
                    stops.forget();
                }
            }, executor));
        }
        parts.forEach(part -> part.whenComplete((done, failure) -> {
            if (failure != null) {
                giveUp.complete(null);
            }
        }));
        return joinAll(parts);
    }

    /** Waits for every part even if one fails: no part may arrive after the upload was aborted. */
    private static List<CompletedPart> joinAll(List<CompletableFuture<CompletedPart>> parts) {
        var done = new ArrayList<CompletedPart>();
        RuntimeException first = null;
        for (var part : parts) {
            try {
                done.add(part.join());
            } catch (CompletionException e) {
                RuntimeException cause = e.getCause() instanceof RuntimeException runtime ? runtime : e;
                if (first == null || first instanceof CancellationException) {
                    first = cause;
                }
            }
        }
        if (first != null) {
            throw first;
        }
        return done;
    }

    private static InputStream slice(Path file, long offset, long bytes) {
        try {
            var channel = FileChannel.open(file);
            channel.position(offset);
            return BoundedInputStream.builder().setInputStream(Channels.newInputStream(channel)).setMaxCount(bytes).get();
        } catch (IOException e) {
            throw new UncheckedIOException("The result cannot be read back", e);
        }
    }

    private static long roundUpToMiB(long bytes) {
        return (bytes + (1 << 20) - 1) >> 20 << 20;
    }

    private static boolean abort(S3Client client, ObjectUrl target, String uploadId) {
        try {
            client.abortMultipartUpload(request -> request
                    .bucket(target.bucket()).key(target.key()).uploadId(uploadId));
            return true;
        } catch (RuntimeException e) {
            if (e instanceof S3Exception answer && StoreAnswer.of(answer) == StoreAnswer.NO_UPLOAD) {
                return true;
            }
            LOG.warn("The unfinished upload {} to {} could not be aborted yet", uploadId, target, e);
            return false;
        }
    }
}
