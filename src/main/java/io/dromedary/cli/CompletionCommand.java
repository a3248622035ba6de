package io.dromedary.cli;

import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code completion}: prints the shell's completion of commands, options and their values. */
@Command(name = "completion",
        description = {"Print a script that lets bash or zsh complete commands, options and their values with the Tab key.",
            "It is made from the contract of this installation."},
        footer = {"", "Examples:",
            "  source <(${COMMAND-FULL-NAME})                                        for this shell",
            "  ${COMMAND-FULL-NAME} > ~/.local/share/bash-completion/completions/${ROOT-COMMAND-NAME}   for every bash",
            "  echo 'source <(${COMMAND-FULL-NAME})' >> ~/.zshrc                     for every zsh"})
final class CompletionCommand implements Callable<Integer> {
    static final String NAME = "completion";

    private final Context context;

    @Spec
    private CommandSpec spec;

    CompletionCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        UnusedFlags.refuse(context, NAME, "--json", "--tty", "--quiet", "--debug", "--local");
        context.print(AutoComplete.bash(context.program(), spec.root().commandLine()));
        return ExitCode.DONE.number();
    }
}
