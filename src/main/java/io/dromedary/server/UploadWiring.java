package io.dromedary.server;

import io.dromedary.api.Idempotency;
import io.dromedary.api.UploadApi;
import io.dromedary.api.UploadRequests;
import io.dromedary.upload.DirectUploads;
import io.dromedary.upload.ReceivedUploads;
import io.dromedary.upload.UploadBounds;
import io.dromedary.upload.UploadFolder;
import io.dromedary.upload.UploadPlaces;
import io.dromedary.upload.UploadRemoval;
import io.dromedary.upload.UploadStore;
import io.dromedary.upload.UploadedFiles;
import io.dromedary.upload.UsedUploads;
import java.io.IOException;
import java.util.Set;

/** Creates what receives the files that callers send. */
final class UploadWiring {

    private final Foundation base;
    private final StoreWiring stores;
    private final UploadStore uploads;
    private final UploadPlaces places;
    private final UploadFolder folder;
    private final DirectUploads direct;

    UploadWiring(Foundation base, StoreWiring stores) throws IOException {
        Settings settings = base.settings();
        this.base = base;
        this.stores = stores;
        uploads = new UploadStore(base.database(), base.clock(), new UploadBounds(settings.number("dromedary.uploads.max-bytes", 1),
                settings.number("dromedary.uploads.max-open-per-key", 1), settings.number("dromedary.uploads.max-project-bytes", 0),
                settings.seconds("dromedary.uploads.keep-seconds")));
        places = new UploadPlaces(base.database(), base.data().nodeId(), Set.copyOf(settings.roles()), settings.uploadBucket());
        folder = new UploadFolder(base.data().resolve("uploads"));
        direct = new DirectUploads(stores.clients(), uploads, base.clock());
    }

    /** Uploads as what jobs read. */
    UploadedFiles files() {
        return new UploadedFiles(uploads, places, folder, direct, stores.clients());
    }

    /** Records which jobs read them. */
    UsedUploads used() {
        return new UsedUploads(uploads.bounds().kept());
    }

    /**
     * Registers what the routes use.
     *
     * @param publicUrl what URLs of this server begin with
     * @return what takes the bytes
     */
    UploadRequests bind(String publicUrl) {
        var received = new ReceivedUploads(uploads, places, folder);
        var removal = new UploadRemoval(base.database(), base.clock(), uploads, places, folder, direct,
                base.settings().days("dromedary.keep.files-days"));
        var api = new UploadApi(uploads, places, received, direct, removal, stores.connections(),
                new Idempotency(base.database(), base.clock()), publicUrl);
        base.registry().bind("uploadApi", api);
        base.registry().bind("uploadRemoval", removal);
        return new UploadRequests(base.contract(), api, received);
    }
}
