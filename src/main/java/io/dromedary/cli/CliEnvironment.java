package io.dromedary.cli;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * The environment of the command line: everything outside it that it uses.
 *
 * @param program the name by which it was called, for help and messages
 * @param home the installation's folder, with {@code config/openapi.yaml}
 * @param directory the user's working directory, for relative file names
 * @param environment the environment variables
 * @param out standard output: results
 * @param err standard error: messages
 * @param terminal the person, if any
 * @param time clock and waiting
 * @param interrupts Ctrl-C
 */
public record CliEnvironment(
        String program,
        Path home,
        Path directory,
        Map<String, String> environment,
        PrintStream out,
        PrintStream err,
        Terminal terminal,
        MonotonicClock time,
        Interrupts interrupts) {

    static final String KEY = "ITTYBIT_API_KEY";
    static final String URL = "ITTYBIT_API_URL";
    static final String CONNECTION = "ITTYBIT_CONNECTION";
    static final String CA_FILE = "ITTYBIT_CA_FILE";

    /** The value of a variable that is set and not blank. */
    public Optional<String> variable(String name) {
        return Optional.ofNullable(environment.get(name)).map(String::strip).filter(v -> !v.isEmpty());
    }
}
