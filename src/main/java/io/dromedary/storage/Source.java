package io.dromedary.storage;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/** The location of an input. */
public sealed interface Source {

    /**
     * An object of a store.
     *
     * @param client name of the S3 client that may read it
     */
    record Object(ObjectUrl url, String client) implements Source {
    }

    /** A file of this machine: in this server's CDN folder, or named by the user of the local mode. */
    record File(Path path) implements Source {

        /** The file that a {@code file:} URL names; empty for every other URL. */
        public static Optional<File> parse(String url) {
            try {
                return url.startsWith("file:///") ? Optional.of(new File(Path.of(URI.create(url)))) : Optional.empty();
            } catch (IllegalArgumentException noUrl) {
                return Optional.empty();
            }
        }
    }

    /** A file at an http(s) URL. */
    record Web(String url) implements Source {
    }
}
