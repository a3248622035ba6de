package io.dromedary.cli;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.IntSupplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code serve} and {@code worker}: start the server. Settings, not options, say how. */
final class ServerCommands {
    /** The commands of this class. */
    static final List<String> NAMES = List.of("serve", "worker");

    private ServerCommands() {
    }

    private abstract static class Start implements Callable<Integer> {
        private final Context context;
        private final IntSupplier server;

        @Spec
        private CommandSpec spec;

        Start(Context context, IntSupplier server) {
            this.context = context;
            this.server = server;
        }

        @Override
        public Integer call() {
            if (!context.globalFlags().isEmpty()) {
                throw new ParameterException(spec.commandLine(), "The server does not take " + String.join(", ", context.globalFlags())
                        + ", which say how commands print. Its settings are in config/application.properties.");
            }
            return server.getAsInt();
        }
    }

    @Command(name = "serve", description = "Run the server: the API and a worker in one process.",
            footer = {"", "Examples:", "  ${COMMAND-FULL-NAME}", "  DROMEDARY_PORT=8081 ${COMMAND-FULL-NAME}"})
    static final class Serve extends Start {
        Serve(Context context, ServerEntry server) {
            super(context, server.serve());
        }
    }

    @Command(name = "worker", description = "Run only a worker, beside a server elsewhere.",
            footer = {"", "Example:", "  DROMEDARY_DATABASE_URL=jdbc:postgresql://postgres.internal/dromedary ${COMMAND-FULL-NAME}"})
    static final class Worker extends Start {
        Worker(Context context, ServerEntry server) {
            super(context, server.worker());
        }
    }
}
