package io.dromedary.cli;

import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;

/**
 * Starts servers for the command line, which does not know their classes.
 *
 * @param serve runs the API and a worker in this process until they end, and returns the exit code; if it gets a port, with the
 *              developer console there
 * @param worker runs only a worker, likewise
 * @param local starts a server for one command
 * @param keys changes the server's key
 * @param tools speaks with programs that have a language model
 */
public record ServerEntry(ToIntFunction<OptionalInt> serve, IntSupplier worker, LocalStart local, Keys keys, ToolServer tools) {

    /** Offers tools to a program with a language model. */
    public interface ToolServer {

        /**
         * Answers calls that come by standard input until that ends.
         *
         * @param out where the answers go
         */
        void serve(List<Tool> tools, PrintStream out) throws InterruptedException;
    }

    /**
     * Changes the key that encrypts secrets; the server may be running. Each step returns the exit code.
     *
     * @param rotate starts to use a new key
     * @param retire removes the old ones
     */
    public record Keys(IntSupplier rotate, IntSupplier retire) {
    }


    /** Starts a server for this process only. */
    public interface LocalStart {
        /**
         * Starts the server, and returns when it accepts jobs.
         *
         * @param temporary parent of its temporary folder, which is removed at the end
         * @param log whether it logs to standard error
         * @throws IllegalStateException if it could not start, saying why
         */
        Local start(Path temporary, boolean log);
    }

    /**
     * A server for this process only.
     *
     * @param url its URL
     * @param key its key
     * @param lack what this machine lacks for jobs, if anything
     * @param end stops it, and removes its files
     */
    public record Local(URI url, String key, Supplier<Optional<String>> lack, Runnable end) {
    }
}
