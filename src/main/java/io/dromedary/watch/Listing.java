package io.dromedary.watch;

import java.util.Iterator;
import java.util.List;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;

/** Lists watched buckets. A token that may list is enough, and no more than a page is in memory. */
public final class Listing {

    private final Stores stores;

    public Listing(Stores stores) {
        this.stores = stores;
    }

    /** The pages of the bucket, each asked for when the one before it has been dealt with. */
    public Iterator<List<FoundObject>> pages(Watch watch) {
        S3Client client = stores.client(stores.connection(watch).id());
        Iterator<ListObjectsV2Response> pages = client.listObjectsV2Paginator(request -> request
                .bucket(watch.bucket()).prefix(watch.prefix())).iterator();
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return pages.hasNext();
            }

            @Override
            public List<FoundObject> next() {
                return pages.next().contents().stream()
                        .map(object -> FoundObject.of(object.key(), object.eTag(), object.size())).toList();
            }
        };
    }
}
