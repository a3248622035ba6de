package io.dromedary.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The command line: parses the arguments, runs one command, gives the exit code. */
public final class CommandLineMain {
    private CommandLineMain() {
    }

    /**
     * Runs one command.
     *
     * @param server what {@code serve} and {@code worker} start
     * @return the exit code, see {@link ExitCode}
     */
    public static int run(String[] args, Surroundings surroundings, ServerEntry server) {
        GlobalOptions options = new GlobalOptions();
        Context context = new Context(surroundings, options, server);
        Errors errors = new Errors(context);
        CommandLine root;
        try {
            root = commandLine(List.of(args), context, options, server);
        } catch (CliFailure e) {
            context.tell(context.program() + ": " + e.getMessage());
            return e.exitCode().number();
        }
        acceptSnakeCase(root.getCommandSpec());
        HelpPages.complete(root);
        root.setOut(new PrintWriter(surroundings.out(), true));
        root.setErr(new PrintWriter(surroundings.err(), true));
        root.setColorScheme(CommandLine.Help.defaultColorScheme(
                surroundings.terminal().interactive() && surroundings.variable("NO_COLOR").isEmpty() ? Ansi.ON : Ansi.OFF));
        root.setParameterExceptionHandler(errors);
        root.setExecutionExceptionHandler(errors);
        try {
            return root.execute(args);
        } finally {
            context.close();
        }
    }

    private static CommandLine commandLine(List<String> args, Context context, GlobalOptions options, ServerEntry server) {
        CommandLine root = new CommandLine(new RootCommand(options));
        root.setCommandName(context.program());
        // The global options before it take no values.
        String command = args.stream().filter(arg -> !arg.startsWith("-")).findFirst().orElse("");
        boolean all = command.equals(CompletionCommand.NAME);
        // The contract is read only for a command that takes its options from it.
        Optional<Contract> contract = all || Kind.isKind(command)
                ? Optional.of(Contract.read(context.surroundings().home()))
                : Optional.empty();
        for (Kind kind : Kind.values()) {
            root.addSubcommand(kind.command(),
                    new SubmitCommand(context, kind).commandLine(contract.filter(c -> all || kind.isNamed(command))),
                    kind.aliases().toArray(String[]::new));
        }
        root.addSubcommand(TaskCommand.commandLine(context));
        root.addSubcommand(JobsCommand.commandLine(context));
        root.addSubcommand(ConnectionsCommand.commandLine(context));
        root.addSubcommand(KeysCommand.commandLine(context));
        root.addSubcommand(new LoginCommand(context));
        root.addSubcommand(new LogoutCommand(context));
        root.addSubcommand(new HealthCommand(context));
        root.addSubcommand(new ServerCommands.Serve(server));
        root.addSubcommand(new ServerCommands.Worker(server));
        root.addSubcommand(SecretsCommand.commandLine(server));
        root.addSubcommand(new CompletionCommand(context));
        return root;
    }

    /** Lets {@code --no_audio} stand for {@code --no-audio}, unseen in the help. */
    private static void acceptSnakeCase(CommandSpec spec) {
        for (OptionSpec option : List.copyOf(spec.options())) {
            String alias = "--" + option.longestName().replaceFirst("^-+", "").replace('-', '_');
            if (alias.contains("_") && spec.findOption(alias) == null) {
                spec.addOption(OptionSpec.builder(option).names(alias).hidden(true).required(false).build());
            }
        }
        spec.subcommands().values().forEach(c -> acceptSnakeCase(c.getCommandSpec()));
    }
}
