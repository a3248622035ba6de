package io.dromedary.ffmpeg;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.component.exec.ExecBinding;
import org.apache.camel.component.exec.ExecCommand;
import org.apache.camel.component.exec.ExecEndpoint;
import org.apache.camel.component.exec.ExecResult;
import org.apache.camel.LoggingLevel;

/**
 * Connects a route with {@code exec:}: the body is a {@link ProcessCommand}, the answer is its output.
 *
 * <p>Headers are ignored: a {@code CamelExec*} header in an exchange could name any program.
 */
public final class FfmpegBinding implements ExecBinding {

    /** Camel's command with a {@link ProcessCommand}. */
    static final class Command extends ExecCommand {

        private final ProcessCommand process;

        Command(ProcessCommand process) {
            super(process.program(), process.arguments(), process.folder().toString(), process.deadline().toMillis(),
                    Set.of(0), null, (File) null, false, LoggingLevel.DEBUG);
            this.process = process;
        }

        ProcessCommand process() {
            return process;
        }
    }

    @Override
    public ExecCommand readInput(Exchange exchange, ExecEndpoint endpoint) {
        var command = exchange.getMessage().getBody(ProcessCommand.class);
        if (command == null || !command.program().equals(endpoint.getExecutable())) {
            throw new IllegalArgumentException(
                    "exec:" + endpoint.getExecutable() + " takes a ProcessCommand for " + endpoint.getExecutable());
        }
        return new Command(command);
    }

    @Override
    public void writeOutput(Exchange exchange, ExecResult result) {
        try {
            exchange.getMessage().setBody(new String(result.getStdout().readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
