package io.dromedary.cli;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;

/** The server of {@code --local}: started when first needed, and stopped with the command. */
final class LocalMode implements AutoCloseable {
    private final ServerEntry entry;
    private final CliEnvironment surroundings;
    private final Supplier<Boolean> log;
    private Optional<ServerEntry.Local> server = Optional.empty();

    /** @param log whether the server logs to standard error; known after the options are parsed */
    LocalMode(ServerEntry entry, CliEnvironment surroundings, Supplier<Boolean> log) {
        this.entry = entry;
        this.surroundings = surroundings;
        this.log = log;
    }

    /** The server's URL and key; starts it if needed. */
    ServerEntry.Local server() {
        if (server.isEmpty()) {
            Path temporary = Path.of(surroundings.variable("TMPDIR").orElse(System.getProperty("java.io.tmpdir")));
            try {
                server = Optional.of(entry.local().start(temporary, log.get()));
            } catch (IllegalStateException e) {
                throw new CliFailure(ExitCode.UNREACHABLE, "--local: " + e.getMessage(), e);
            }
        }
        return server.get();
    }

    /** The same, if jobs can run on this machine: nobody would bring what it lacks while a job waits for it. */
    ServerEntry.Local worker() {
        server().lack().get().ifPresent(lack -> {
            throw new CliFailure(ExitCode.UNREACHABLE, "--local: no job can run on this machine. " + lack);
        });
        return server();
    }

    @Override
    public void close() {
        server.ifPresent(s -> s.end().run());
        server = Optional.empty();
    }
}
