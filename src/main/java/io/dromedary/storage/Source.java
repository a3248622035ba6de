package io.dromedary.storage;

import java.nio.file.Path;

/** Where an input is. */
public sealed interface Source {

    /**
     * An object of a store.
     *
     * @param client name of the S3 client that may read it
     */
    record Object(ObjectUrl url, String client) implements Source {
    }

    /** A file in this server's own CDN folder. */
    record Published(Path file) implements Source {
    }

    /** What a web server has at an http(s) URL. */
    record Web(String url) implements Source {
    }
}
