package io.dromedary;

import io.dromedary.cli.CommandLineMain;
import io.dromedary.cli.Interrupts;
import io.dromedary.cli.ServerEntry;
import io.dromedary.cli.CliEnvironment;
import io.dromedary.cli.SystemTerminal;
import io.dromedary.cli.MonotonicClock;
import io.dromedary.mcp.McpServer;
import io.dromedary.server.KeyRotation;
import io.dromedary.server.LocalServer;
import io.dromedary.server.Server;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.IntSupplier;
import java.util.function.ToIntFunction;

/** The program: the command line, and through it the server. */
public final class Dromedary {
    private final ServerEntry server;

    /**
     * @param serve runs the API and a worker until they end, and gives the exit code; with the developer console, if it gets a port
     * @param worker the same for a worker alone
     * @param local starts a server for one command
     * @param keys changes the server's key
     * @param tools speaks with programs that have a language model
     */
    public Dromedary(ToIntFunction<OptionalInt> serve, IntSupplier worker, ServerEntry.LocalStart local, ServerEntry.Keys keys,
            ServerEntry.ToolServer tools) {
        this.server = new ServerEntry(serve, worker, local, keys, tools);
    }

    /** Runs the command line in this process' surroundings and exits with its code. */
    public static void main(String[] args) {
        // A lambda loads the server's classes only when the command is run, which keeps the others fast.
        Dromedary dromedary = new Dromedary(
                console -> Server.run(home(), Optional.empty(), console),
                () -> Server.run(home(), Optional.of("worker"), OptionalInt.empty()),
                Dromedary::startLocal, new ServerEntry.Keys(
                        () -> KeyRotation.rotate(home()), () -> KeyRotation.retire(home())),
                (tools, out) -> new McpServer(tools).serve(System.in, out));
        int code = dromedary.run(args);
        endHttpSelectors();
        System.exit(code);
    }

    private static ServerEntry.Local startLocal(Path temporary, boolean log) {
        LocalServer server = LocalServer.start(home(), temporary, log);
        return new ServerEntry.Local(server.url(), server.key(), server::lack, server::close);
    }

    /**
     * Ends the HTTP clients' selector threads, for which Java 17 has no call. The JVM gives a thread
     * that sits in native code 0.3 s at its exit, as long as a whole command takes.
     */
    private static void endHttpSelectors() {
        Thread[] threads = new Thread[Thread.activeCount() + 16];
        int count = Thread.enumerate(threads);
        for (int i = 0; i < count; i++) {
            if (threads[i].getName().endsWith("-SelectorManager")) {
                threads[i].interrupt();
            }
        }
    }

    /** Runs one command and gives its exit code. */
    public int run(String[] args) {
        Map<String, String> environment = System.getenv();
        PrintStream out = utf8(FileDescriptor.out);
        PrintStream err = utf8(FileDescriptor.err);
        // The launcher knows of each stream whether it is a terminal; Java 17 does not.
        boolean interactive = Boolean.parseBoolean(
                System.getProperty("dromedary.terminal", String.valueOf(System.console() != null)));
        return CommandLineMain.run(args, new CliEnvironment(
                System.getProperty("dromedary.program", "dromedary"),
                home(),
                Path.of("").toAbsolutePath(),
                environment,
                out,
                err,
                new SystemTerminal(interactive, environment, System.in, err),
                MonotonicClock.ofSystem(),
                Interrupts.ofProcess()), server);
    }

    /** JSON is UTF-8 whatever the locale says. */
    private static PrintStream utf8(FileDescriptor descriptor) {
        return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
    }

    /** The folder with {@code config/} and {@code routes/}. */
    private static Path home() {
        return Path.of(System.getProperty("dromedary.home", "")).toAbsolutePath().normalize();
    }
}
