package io.dromedary.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The options of all commands, before or after the command's name. */
final class GlobalOptions {
    @Option(names = "--json", scope = ScopeType.INHERIT, order = 100,
            description = "Write JSON Lines; the default in a pipe.")
    boolean json;

    @Option(names = "--tty", scope = ScopeType.INHERIT, order = 101,
            description = "Write for people; the default on a terminal.")
    boolean tty;

    @Option(names = {"-q", "--quiet"}, scope = ScopeType.INHERIT, order = 102,
            description = "Write only the output's URL, or the ids of what is listed.")
    boolean quiet;

    @Option(names = "--debug", scope = ScopeType.INHERIT, order = 103,
            description = "Write the requests to standard error, without key and secrets.")
    boolean debug;

    @Option(names = "--local", scope = ScopeType.INHERIT, order = 99,
            description = "Without a server and a key: do the job in this process, on files of this machine or URLs.")
    boolean local;

    /** Of older pages, where the other choice was the default. */
    @Option(names = "--cloud", scope = ScopeType.INHERIT, order = 99, hidden = true,
            description = "Let the server do the job, as it does without --local.")
    boolean cloud;

    @Option(names = {"-h", "--help"}, usageHelp = true, scope = ScopeType.INHERIT, order = 104,
            description = "Show this help.")
    boolean help;

    /** Is the work done in this process? */
    boolean isLocal() {
        if (local && cloud) {
            throw new CliFailure(ExitCode.USAGE, "--local and --cloud exclude each other; give one of them.");
        }
        return local;
    }

    /** The flags that were given, for commands that take none of them. */
    List<String> given() {
        Map<String, Boolean> flags = new LinkedHashMap<>();
        flags.put("--json", json);
        flags.put("--tty", tty);
        flags.put("--quiet", quiet);
        flags.put("--debug", debug);
        flags.put("--local", local);
        return flags.entrySet().stream().filter(Map.Entry::getValue).map(Map.Entry::getKey).toList();
    }
}
