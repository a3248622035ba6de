package io.dromedary.cli;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Reports errors in terms of the command line, and sets the exit code. */
final class Errors implements IParameterExceptionHandler, IExecutionExceptionHandler {
    private final Context context;

    Errors(Context context) {
        this.context = context;
    }

    @Override
    public int handleParseException(ParameterException e, String[] args) {
        CommandSpec command = e.getCommandLine().getCommandSpec();
        tell(command, message(e, command));
        context.tell("See `" + command.qualifiedName() + " --help`.");
        return ExitCode.USAGE.number();
    }

    @Override
    public int handleExecutionException(Exception e, CommandLine commandLine, ParseResult parsed) {
        CommandSpec command = commandLine.getCommandSpec();
        if (e instanceof ParameterException wrongUse) {
            return handleParseException(wrongUse, new String[0]);
        }
        if (e instanceof CliFailure failure) {
            tell(command, failure instanceof ApiError error
                    ? CommandWords.of(context.program(), inFlags(error, command)) : failure.getMessage());
            return failure.exitCode().number();
        }
        if (e instanceof InterruptedException) {
            return ExitCode.INTERRUPTED.number();
        }
        tell(command, "Unexpected: " + e + ". This is a fault of the program"
                + (context.debug() ? "." : "; run it again with --debug to see where."));
        if (context.debug()) {
            e.printStackTrace(context.surroundings().err());
        }
        return ExitCode.FAILED.number();
    }

    private static String message(ParameterException e, CommandSpec command) {
        if (e instanceof UnmatchedArgumentException unmatched) {
            return unknownCommand(unmatched, command).orElseGet(() -> unmatched(unmatched, takesSecret(command)));
        }
        // The parser's message contains the value, which may be a misplaced secret.
        return takesSecret(command) && e.getArgSpec() instanceof OptionSpec option
                && !(e instanceof MissingParameterException)
                ? "Invalid value for option " + option.longestName() + "."
                : e.getMessage();
    }

    private static boolean takesSecret(CommandSpec command) {
        return command.findOption("--secret-access-key") != null || command.findOption("--key") != null;
    }

    private void tell(CommandSpec command, String message) {
        context.tell(command.qualifiedName() + ": " + TextFormat.plain(message));
    }

    /** The server's message, with the flag instead of the request's field. */
    private static String inFlags(ApiError error, CommandSpec command) {
        Optional<String> field = error.field().filter(f -> !f.isBlank());
        if (field.isEmpty()) {
            return error.getMessage();
        }
        String name = field.get();
        String property = name.replaceFirst("^options\\.", "").replaceFirst("^is_", "");
        String flag = "--" + property.replaceFirst("connection_id$", "connection").replace('_', '-').replace('.', '-');
        String shown = Stream.of(flag, entryFlag(property), "--" + flag.substring(flag.indexOf('-', 2) + 1)).filter(known -> command.findOption(known) != null).findFirst().orElse(name);
        return error.getMessage().contains(name)
                ? error.getMessage().replace(name, shown)
                : shown + ": " + error.getMessage();
    }

    /** The flag of a field of a list's entry: {@code --subtitle-language} of {@code subtitles.0.language}. */
    private static String entryFlag(String property) {
        return "--" + property.replaceFirst("s\\.\\d+\\.url$", "").replaceFirst("s\\.\\d+\\.", "-");
    }

    /** Describes a word that stands where the name of a command is expected; options after it are not to blame. */
    private static Optional<String> unknownCommand(UnmatchedArgumentException e, CommandSpec command) {
        String first = e.getUnmatched().get(0);
        if (first.startsWith("-") || command.subcommands().isEmpty() || !command.positionalParameters().isEmpty()) {
            return Optional.empty();
        }
        List<String> names = command.subcommands().keySet().stream().filter(name -> !name.contains("_")).toList();
        return Optional.of("There is no command " + first + "." + NearWord.of(first, names)
                .map(near -> " Did you mean " + near + "?").orElse(" There are " + String.join(", ", names) + "."));
    }

    /**
     * Describes unknown arguments. If an option is among them, values are omitted: the value after a misspelt {@code
     * --secret-access-key} is the secret.
     */
    private static String unmatched(UnmatchedArgumentException e, boolean secretive) {
        List<String> options = e.getUnmatched().stream().filter(a -> a.startsWith("-"))
                .map(a -> a.replaceFirst("=.*", "")).toList();
        String what;
        if (!options.isEmpty()) {
            what = "There is no option " + String.join(", ", options) + ".";
        } else if (secretive) {
            what = "There is a value too many. Is an option's name missing before it?";
        } else {
            what = "Do not know what to do with " + String.join(", ", e.getUnmatched()) + ".";
        }
        List<String> suggestions = e.getSuggestions().stream()
                .filter(s -> !s.contains("_") && (options.isEmpty() || s.startsWith("-"))).distinct().limit(3).toList();
        return suggestions.isEmpty() ? what : what + " Did you mean " + String.join(" or ", suggestions) + "?";
    }
}
