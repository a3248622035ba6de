package io.dromedary.connection;

import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * The pages of a list of objects, each requested when needed. A list that repeats its pages fails; objects without a key
 * or without the requested prefix are left out.
 */
public final class ObjectPages implements Iterator<List<S3Object>> {

    private final S3Client client;
    private final String bucket;
    private final String prefix;
    private Optional<String> token = Optional.empty();
    private Optional<String> marked = Optional.empty();
    private long pages;
    private boolean ended;

    public ObjectPages(S3Client client, String bucket, String prefix) {
        this.client = client;
        this.bucket = bucket;
        this.prefix = prefix;
    }

    @Override
    public boolean hasNext() {
        return !ended;
    }

    /**
     * Requests the next page, which may be empty.
     *
     * @throws SdkClientException if the store returns to an earlier page
     */
    @Override
    public List<S3Object> next() {
        if (ended) {
            throw new NoSuchElementException();
        }
        ListObjectsV2Response page = client.listObjectsV2(request -> {
            request.bucket(bucket).prefix(prefix);
            token.ifPresent(request::continuationToken);
        });
        token = Optional.ofNullable(page.nextContinuationToken()).filter(text -> !text.isEmpty());
        ended = token.isEmpty();
        refuseCircles();
        return page.contents().stream().filter(object -> object.key() != null && object.key().startsWith(prefix)).toList();
    }

    /** Detects a cycle of any length by comparing each page with a marked earlier one (Brent's algorithm). */
    private void refuseCircles() {
        if (token.isPresent() && token.equals(marked)) {
            throw SdkClientException.create("The store's list goes round in circles");
        }
        if (Long.bitCount(++pages) == 1) {
            marked = token;
        }
    }
}
