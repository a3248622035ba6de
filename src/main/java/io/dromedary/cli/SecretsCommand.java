package io.dromedary.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code secrets}: changes the key that encrypts the secrets of connections, on a machine of the server. */
@Command(name = "secrets", synopsisSubcommandLabel = "COMMAND", description = {
    "Change the key that encrypts the secrets of connections.",
    "To be run where the server runs, with its settings and as its user; it may run meanwhile."})
final class SecretsCommand {
    private final Context context;
    private final ServerEntry server;

    SecretsCommand(Context context, ServerEntry server) {
        this.context = context;
        this.server = server;
    }

    CommandLine commandLine() {
        return new CommandLine(this).addSubcommand(new Rotate()).addSubcommand(new Retire());
    }

    @Command(name = "rotate", description = {"Put a new key in use, and encrypt every secret with it.",
        "The old keys stay in the key file until every node has the new one."},
            footer = {"", "Example:", "  ${COMMAND-FULL-NAME}"})
    private final class Rotate implements Callable<Integer> {
        @Override
        public Integer call() {
            UnusedFlags.refuse(context, "secrets rotate", "--json", "--tty", "--quiet", "--debug", "--local");
            return server.keys().rotate().getAsInt();
        }
    }

    @Command(name = "retire", description = {"Encrypt with the newest key what is not yet, and remove the others.",
        "Removes none when a secret would be lost by it."},
            footer = {"", "Example:", "  ${COMMAND-FULL-NAME}"})
    private final class Retire implements Callable<Integer> {
        @Override
        public Integer call() {
            UnusedFlags.refuse(context, "secrets retire", "--json", "--tty", "--quiet", "--debug", "--local");
            return server.keys().retire().getAsInt();
        }
    }
}
