package io.dromedary.storage;

/** Where an input is. */
public sealed interface Source {

    /**
     * An object of a store.
     *
     * @param client name of the S3 client that may read it
     */
    record Object(ObjectUrl url, String client) implements Source {
    }

    /** What a web server has at an http(s) URL. */
    record Web(String url) implements Source {
    }
}
