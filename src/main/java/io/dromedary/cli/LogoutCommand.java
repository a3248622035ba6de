package io.dromedary.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code logout}: deletes what {@code login} has stored. */
@Command(name = "logout", description = {"Remove the key that `login` stored on this machine.",
    "The server still takes it: `keys revoke` ends that."},
        footer = {"", "Example:", "  ${COMMAND-FULL-NAME}"})
final class LogoutCommand implements Callable<Integer> {
    private final Context context;

    LogoutCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        UnusedFlags.refuse(context, "logout", "--local");
        Path file = Credentials.file(context.surroundings());
        boolean removed;
        try {
            removed = Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new CliFailure(ExitCode.USAGE, "The file " + file + " cannot be removed: " + e.getMessage(), e);
        }
        if (context.wantsWholeAnswers()) {
            context.print(JsonNodeFactory.instance.objectNode().put("removed", removed));
        }
        if (context.mode() == OutputMode.PEOPLE) {
            context.print(removed ? "Logged out; " + file + " is removed." : "You were not logged in.");
        }
        return ExitCode.DONE.number();
    }
}
