package io.dromedary.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code mcp}: offers the server to a language model. */
@Command(name = McpCommand.NAME, description = {
    "Offer the server's jobs to a language model: tools of the Model Context Protocol, on standard input and output.",
    "Programs with a model start this by themselves; it ends when they close its input. Name it in their settings, with"
            + " ITTYBIT_API_URL, ITTYBIT_API_KEY and, if all jobs use one, ITTYBIT_CONNECTION."},
        footer = {"", "Example:", "  ${COMMAND-FULL-NAME}"})
final class McpCommand implements Callable<Integer> {
    static final String NAME = "mcp";

    private final Context context;
    private final ServerEntry server;

    McpCommand(Context context, ServerEntry server) {
        this.context = context;
        this.server = server;
    }

    @Override
    public Integer call() throws InterruptedException {
        var contract = ContractFile.read(context.surroundings().home());
        server.tools().serve(new JobTools(context.worker(), contract, context.connection()).all(), context.surroundings().out());
        return ExitCode.DONE.number();
    }
}
