package io.dromedary.cli;

import java.net.URI;
import java.nio.file.Path;
import java.util.function.IntSupplier;

/**
 * How the command line starts a server without knowing its classes.
 *
 * @param serve runs the API and a worker in this process until they end, and gives the exit code
 * @param worker runs only a worker, likewise
 * @param local starts a server that lives as long as one command
 * @param keys changes the server's key
 */
public record ServerEntry(IntSupplier serve, IntSupplier worker, LocalStart local, Keys keys) {

    /**
     * Changes the key that encrypts secrets, beside a server; each step gives the exit code.
     *
     * @param rotate puts a new key in use
     * @param retire removes the old ones
     */
    public record Keys(IntSupplier rotate, IntSupplier retire) {
    }


    /** Starts a server of this process alone. */
    public interface LocalStart {
        /**
         * Starts the server, and returns when it accepts jobs.
         *
         * @param temporary the folder for its own, which goes with it
         * @param log whether it logs to standard error
         * @throws IllegalStateException if it could not start, saying why
         */
        Local start(Path temporary, boolean log);
    }

    /**
     * A server of this process alone.
     *
     * @param url where it listens
     * @param key what it takes as key
     * @param end ends it, and removes what it kept
     */
    public record Local(URI url, String key, Runnable end) {
    }
}
