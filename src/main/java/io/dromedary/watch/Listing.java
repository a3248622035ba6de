package io.dromedary.watch;

import io.dromedary.connection.ObjectPages;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

/** Lists watched buckets. A token that may list is enough, and no more than a page is in memory. */
public final class Listing {

    private final Stores stores;

    public Listing(Stores stores) {
        this.stores = stores;
    }

    /** The pages of the bucket; the last may be an empty one. */
    public Pieces<List<FoundObject>> pages(Watch watch) {
        S3Client client = stores.client(stores.connection(watch).id());
        var pages = new ObjectPages(client, watch.bucket(), watch.prefix());
        return new Pieces<>(() -> pages.hasNext() ? Optional.of(objects(pages.next())) : Optional.empty());
    }

    private static List<FoundObject> objects(List<S3Object> page) {
        return page.stream().map(FoundObject::of).flatMap(Optional::stream).toList();
    }
}
