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
 * The pages of a list of objects, each asked for when it is wanted. A list that goes round in circles is ended; objects
 * without a key, or outside of what was asked for, are left out.
 */
public final class ObjectPages implements Iterator<List<S3Object>> {

    private final S3Client client;
    private final String bucket;
    private final String prefix;
    private Optional<String> token = Optional.empty();
    private Optional<String> marked = Optional.empty();
    private long pages;
    private boolean ended;

    /** Those with keys that begin so. */
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
     * Asks for the next page, which may be empty.
     *
     * @throws SdkClientException when the store leads back to a page that it has sent
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

    /** However long the circle, one of its pages is marked once and comes again (Brent's algorithm). */
    private void refuseCircles() {
        if (token.isPresent() && token.equals(marked)) {
            throw SdkClientException.create("The store's list goes round in circles");
        }
        if (Long.bitCount(++pages) == 1) {
            marked = token;
        }
    }
}
