package io.dromedary.watch;

import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;

/** Lists watched buckets. A token that may list is enough, and no more than a page is in memory. */
public final class Listing {

    private final Stores stores;

    public Listing(Stores stores) {
        this.stores = stores;
    }

    /** The pages of the bucket; the last may be an empty one. */
    public Pieces<List<FoundObject>> pages(Watch watch) {
        S3Client client = stores.client(stores.connection(watch).id());
        Iterator<ListObjectsV2Response> pages = client.listObjectsV2Paginator(request -> request
                .bucket(watch.bucket()).prefix(watch.prefix())).iterator();
        return new Pieces<>(() -> pages.hasNext() ? Optional.of(objects(pages.next())) : Optional.empty());
    }

    private static List<FoundObject> objects(ListObjectsV2Response page) {
        return page.contents().stream()
                .map(object -> FoundObject.of(object.key(), object.eTag(), object.size())).toList();
    }
}
