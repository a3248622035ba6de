package io.dromedary.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The command line: parses the arguments, runs one command, and returns the exit code. */
public final class CommandLineMain {
    private static final String TASK = "task";
    private static final String STEP = "step";

    /** The commands that are not kinds of jobs, in the order of the help. */
    private static final List<String> COMMANDS = List.of(TASK, STEP, "tasks", "jobs", "connections", "keys", WebhookSecretCommand.NAME, "events", "watches", "nodes", "stats", "login", "logout", "health",
            "serve", "worker", "secrets", McpCommand.NAME, CompletionCommand.NAME,
            RawCommand.NAME);

    private CommandLineMain() {
    }

    /**
     * Runs one command.
     *
     * @param server what {@code serve} and {@code worker} start
     * @return the exit code, see {@link ExitCode}
     */
    public static int run(String[] args, CliEnvironment surroundings, ServerEntry server) {
        // Starts a server without options directly: the parser would take a twentieth of its start time.
        if (List.of(args).equals(List.of("serve"))) {
            return server.serve().applyAsInt(OptionalInt.empty());
        }
        if (List.of(args).equals(List.of("worker"))) {
            return server.worker().getAsInt();
        }
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
        HelpPages.complete(root, surroundings.home());
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
        // Reads the contract only for a command with options from it.
        Optional<ContractFile> contract = all || KindCommand.isKind(command) || isTaskOfKind(command, args)
                ? Optional.of(ContractFile.read(context.surroundings().home()))
                : Optional.empty();
        // Creates only the named command: creating all takes longer than most commands run.
        String first = args.isEmpty() ? "" : args.get(0);
        boolean alone = !all && (COMMANDS.contains(first) || KindCommand.isKind(first));
        for (KindCommand kind : KindCommand.values()) {
            if (!alone || kind.isNamed(first)) {
                root.addSubcommand(kind.command(),
                        new SubmitCommand(context, kind).commandLine(contract.filter(c -> all || kind.isNamed(command))),
                        kind.aliases().toArray(String[]::new));
            }
        }
        for (String name : COMMANDS) {
            if (!alone || name.equals(first)) {
                root.addSubcommand(name,
                        command.isEmpty() ? listed(name, context, server) : subcommand(name, context, server, contract));
            }
        }
        return root;
    }

    /** Older pages call a task a step. */
    private static boolean isTaskOfKind(String command, List<String> args) {
        return List.of(TASK, STEP).contains(command) && args.stream().anyMatch(KindCommand::isKind);
    }

    /** A command for the list in the program's help, without its subcommands. */
    private static Object listed(String name, Context context, ServerEntry server) {
        return switch (name) {
            case TASK -> new TaskCommand(context);
            case STEP -> hidden(new CommandLine(new TaskCommand(context)));
            case RawCommand.NAME -> new RawCommand(context);
            case "tasks" -> new TasksCommand(context);
            case "jobs" -> new JobsCommand(context);
            case "connections" -> new ConnectionsCommand(context);
            case "keys" -> new KeysCommand(context);
            case WebhookSecretCommand.NAME -> new WebhookSecretCommand(context);
            case "secrets" -> new SecretsCommand(context, server);
            default -> subcommand(name, context, server, Optional.empty());
        };
    }

    private static Object subcommand(String name, Context context, ServerEntry server, Optional<ContractFile> contract) {
        return switch (name) {
            case TASK -> new TaskCommand(context).commandLine(contract);
            case STEP -> hidden(new TaskCommand(context).commandLine(contract));
            case RawCommand.NAME -> new RawCommand(context);
            case "tasks" -> new TasksCommand(context).commandLine();
            case "jobs" -> new JobsCommand(context).commandLine();
            case "connections" -> new ConnectionsCommand(context).commandLine();
            case "keys" -> new KeysCommand(context).commandLine();
            case WebhookSecretCommand.NAME -> new WebhookSecretCommand(context).commandLine();
            case "events" -> new EventsCommand(context);
            case "watches", "nodes", "stats" -> OperatorCommands.of(name, context);
            case "login" -> new LoginCommand(context);
            case "logout" -> new LogoutCommand(context);
            case "health" -> new HealthCommand(context);
            case "serve" -> new ServerCommands.Serve(context, server);
            case "worker" -> new ServerCommands.Worker(context, server);
            case "secrets" -> new SecretsCommand(context, server).commandLine();
            case McpCommand.NAME -> new McpCommand(context, server);
            case CompletionCommand.NAME -> new CompletionCommand(context);
            default -> throw new IllegalArgumentException(name);
        };
    }

    private static CommandLine hidden(CommandLine command) {
        command.getCommandSpec().usageMessage().hidden(true);
        return command;
    }

    /** Accepts {@code --no_audio} for {@code --no-audio}, without showing it in the help. */
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
