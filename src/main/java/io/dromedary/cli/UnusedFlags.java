package io.dromedary.cli;

import java.util.List;

/** Refuses global flags that a command has no use for, rather than to ignore them. */
final class UnusedFlags {
    private UnusedFlags() {
    }

    /**
     * Refuses flags.
     *
     * @param command the words of the command
     * @param unused the flags that mean nothing to it
     * @throws CliFailure if one of them was given
     */
    static void refuse(Context context, String command, String... unused) {
        List<String> given = context.globalFlags().stream().filter(List.of(unused)::contains).toList();
        if (!given.isEmpty()) {
            throw new CliFailure(ExitCode.USAGE, "`" + context.program() + " " + command + "` has no use for "
                    + String.join(", ", given) + ": leave " + (given.size() == 1 ? "it" : "them") + " out.");
        }
    }
}
