package io.dromedary.watch;

import io.dromedary.connection.ObjectPages;
import java.util.List;
import java.util.Optional;

/**
 * Lists watched buckets, with no more than a page in memory. A token that may list is enough. {@code listObjects} of
 * Camel 4.17's component is version 1 of the operation and cannot continue a list.
 */
public final class Listing {

    private final WatchConnections stores;

    public Listing(WatchConnections stores) {
        this.stores = stores;
    }

    /** The pages of the bucket; the last may be an empty one. */
    public ObjectPages pages(Watch watch) {
        return new ObjectPages(stores.client(stores.connection(watch).id()), watch.bucket(), watch.prefix());
    }

    /** Asks for the next page. (Camel's splitter would ask for one more ahead, and when an exception stops it.) */
    public List<FoundObject> next(ObjectPages pages) {
        return pages.next().stream().map(FoundObject::of).flatMap(Optional::stream).toList();
    }
}
