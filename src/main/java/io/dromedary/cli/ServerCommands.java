package io.dromedary.cli;

import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code serve} and {@code worker}: start the server. Settings say how; the one option is for people who write routes. */
final class ServerCommands {
    /** The commands of this class. */
    static final List<String> NAMES = List.of("serve", "worker");

    /** Serves the developer console, too. */
    static final String CONSOLE = "--dev";
    /** The one that Camel's own management server has. */
    private static final String CONSOLE_PORT = "9876";

    private ServerCommands() {
    }

    private abstract static class Start implements Callable<Integer> {
        private final Context context;

        @Spec
        private CommandSpec spec;

        Start(Context context) {
            this.context = context;
        }

        abstract int run();

        @Override
        public Integer call() {
            if (!context.globalFlags().isEmpty()) {
                throw new ParameterException(spec.commandLine(), "The server does not take " + String.join(", ", context.globalFlags())
                        + ", which say how commands print. Its settings are in config/application.properties.");
            }
            return run();
        }
    }

    @Command(name = "serve", description = "Run the server: the API and a worker in one process.",
            footer = {"", "Examples:", "  ${COMMAND-FULL-NAME}", "  DROMEDARY_PORT=8081 ${COMMAND-FULL-NAME}", "  ${COMMAND-FULL-NAME} --dev"})
    static final class Serve extends Start {
        private final ServerEntry server;

        @Option(names = CONSOLE, arity = "0..1", fallbackValue = CONSOLE_PORT, paramLabel = "<port>", description = "For who writes"
                + " routes: serve Camel's developer console, too, at http://127.0.0.1:<port>/q/dev (${FALLBACK-VALUE}), on this"
                + " machine alone. It shows routes and their numbers to everyone on this machine.")
        private Integer console;

        Serve(Context context, ServerEntry server) {
            super(context);
            this.server = server;
        }

        @Override
        int run() {
            return server.serve().applyAsInt(console == null ? OptionalInt.empty() : OptionalInt.of(console));
        }
    }

    @Command(name = "worker", description = "Run only a worker, beside a server elsewhere.",
            footer = {"", "Example:", "  DROMEDARY_DATABASE_URL=jdbc:postgresql://postgres.internal/dromedary ${COMMAND-FULL-NAME}"})
    static final class Worker extends Start {
        private final ServerEntry server;

        Worker(Context context, ServerEntry server) {
            super(context);
            this.server = server;
        }

        @Override
        int run() {
            return server.worker().getAsInt();
        }
    }
}
