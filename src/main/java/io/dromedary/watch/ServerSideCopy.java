package io.dromedary.watch;

import io.dromedary.storage.ObjectUrl;
import io.dromedary.storage.OwnObjects;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.CopyObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

/**
 * Copies objects within a store; their bytes do not pass through this server. Small ones are copied by the route; Camel
 * 4.17's component has no operation that copies a part.
 */
public final class ServerSideCopy {

    private static final Logger LOG = LoggerFactory.getLogger(ServerSideCopy.class);

    /** S3 and R2 take no more parts than this. */
    private static final int MAX_PARTS = 10_000;

    private final long multipartAboveBytes;
    private final long partBytes;

    /**
     * @param multipartAboveBytes larger objects are copied in parts; stores copy 5 GiB at most in one request
     * @param partBytes           the size of a part, 5 MiB to 5 GiB
     */
    public ServerSideCopy(long multipartAboveBytes, long partBytes) {
        this.multipartAboveBytes = multipartAboveBytes;
        this.partBytes = partBytes;
    }

    /** Whether an object is too large for one request. */
    boolean needsParts(HeadObjectResponse head) {
        return head.contentLength() != null && head.contentLength() > multipartAboveBytes;
    }

    /**
     * Creates the request to copy an object that needs no parts. Copying again does no harm, so a lost answer does not
     * matter.
     *
     * @param etag the ETag that it must have; the store answers 412 to any other
     */
    static CopyObjectRequest request(ObjectUrl from, String etag, ObjectUrl to) {
        return CopyObjectRequest.builder().sourceBucket(from.bucket()).sourceKey(from.key())
                .copySourceIfMatch(quoted(etag)).destinationBucket(to.bucket()).destinationKey(to.key()).build();
    }

    /**
     * Copies an object in parts, with its type and metadata. A lost answer matters only for the request that completes
     * the upload.
     *
     * @param etag the content that it must have; another one is refused by the store with 412
     * @param head the store's answer about the object
     */
    void copyInParts(S3Client client, ObjectUrl from, String etag, ObjectUrl to, HeadObjectResponse head) {
        var marks = new HashMap<>(head.metadata());
        marks.put("dromedary-copy-of", etag);
        String upload = client.createMultipartUpload(request -> request.bucket(to.bucket()).key(to.key())
                .contentType(head.contentType()).cacheControl(head.cacheControl())
                .contentDisposition(head.contentDisposition()).contentEncoding(head.contentEncoding())
                .contentLanguage(head.contentLanguage()).metadata(marks)).uploadId();
        try {
            List<CompletedPart> parts = copyParts(client, from, etag, to, upload, head.contentLength());
            complete(client, to, upload, parts, failure ->
                    OwnObjects.isWritten(client, to, head.contentLength(), marks, failure));
        } catch (RuntimeException e) {
            abort(client, to, upload);
            throw e;
        }
    }

    private static void complete(S3Client client, ObjectUrl to, String upload, List<CompletedPart> parts,
            Predicate<SdkException> isDone) {
        try {
            client.completeMultipartUpload(request -> request.bucket(to.bucket()).key(to.key()).uploadId(upload)
                    .multipartUpload(done -> done.parts(parts)));
        } catch (SdkException e) {
            if (!isDone.test(e)) {
                throw e;
            }
        }
    }

    private List<CompletedPart> copyParts(S3Client client, ObjectUrl from, String etag, ObjectUrl to, String upload,
            long size) {
        long length = partLength(size, partBytes);
        var parts = new ArrayList<CompletedPart>();
        for (long start = 0; start < size && parts.size() < MAX_PARTS; start += length) {
            int number = parts.size() + 1;
            String range = "bytes=" + start + "-" + (Math.min(start + length, size) - 1);
            String tag = client.uploadPartCopy(request -> request.sourceBucket(from.bucket()).sourceKey(from.key())
                    .copySourceIfMatch(quoted(etag)).copySourceRange(range).destinationBucket(to.bucket())
                    .destinationKey(to.key()).uploadId(upload).partNumber(number)).copyPartResult().eTag();
            parts.add(CompletedPart.builder().partNumber(number).eTag(tag).build());
        }
        return parts;
    }

    /** The size of a part, so that there are no more parts than the store allows. */
    static long partLength(long size, long least) {
        return Math.max(least, (size - 1) / MAX_PARTS + 1);
    }

    static String quoted(String etag) {
        return "\"" + etag + "\"";
    }

    private static void abort(S3Client client, ObjectUrl to, String upload) {
        try {
            client.abortMultipartUpload(request -> request.bucket(to.bucket()).key(to.key()).uploadId(upload));
        } catch (RuntimeException e) {
            LOG.warn("The unfinished copy {} to {} could not be aborted; the store removes it after some days", upload,
                    to, e);
        }
    }
}
