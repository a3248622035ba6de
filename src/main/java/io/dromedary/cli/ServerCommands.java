package io.dromedary.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code serve} and {@code worker}: start the server. */
final class ServerCommands {
    private ServerCommands() {
    }

    @Command(name = "serve", description = {"Run the server: the API and a worker in one process.",
        "Its settings stand in config/application.properties."},
            footer = {"", "Example:", "  ${COMMAND-FULL-NAME}"})
    static final class Serve implements Callable<Integer> {
        private final ServerEntry server;

        Serve(ServerEntry server) {
            this.server = server;
        }

        @Override
        public Integer call() {
            return server.serve().getAsInt();
        }
    }

    @Command(name = "worker", description = {"Run only a worker, beside a server elsewhere.",
        "Its settings stand in config/application.properties."},
            footer = {"", "Example:", "  ${COMMAND-FULL-NAME}"})
    static final class Worker implements Callable<Integer> {
        private final ServerEntry server;

        Worker(ServerEntry server) {
            this.server = server;
        }

        @Override
        public Integer call() {
            return server.worker().getAsInt();
        }
    }
}
