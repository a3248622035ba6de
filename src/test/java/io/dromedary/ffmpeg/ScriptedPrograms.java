package io.dromedary.ffmpeg;

import io.dromedary.ffmpeg.ProcessFailure.Reason;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.component.exec.ExecCommand;
import org.apache.camel.component.exec.ExecCommandExecutor;
import org.apache.camel.component.exec.ExecResult;

/**
 * In the place of {@link FfmpegExecutor}: what ffmpeg and ffprobe would do is said by a test, so that it shows which of
 * them a route runs, in which order, and what it does with their answers. What they do themselves is shown elsewhere.
 */
public final class ScriptedPrograms implements ExecCommandExecutor {

    private final Map<String, Script> scripts = new ConcurrentHashMap<>();
    private final List<ProcessCommand> runs = new CopyOnWriteArrayList<>();

    /** Does what a program would, and answers what that would print. */
    public interface Script {
        /** Runs it. */
        String run(ProcessCommand command) throws IOException;
    }

    /** From now on this program does this. */
    public void on(String program, Script script) {
        scripts.put(program, script);
    }

    /** All runs so far, in their order. */
    public List<ProcessCommand> runs() {
        return runs;
    }

    /** The runs of one program so far, in their order. */
    public List<ProcessCommand> runs(String program) {
        return runs.stream().filter(run -> run.program().equals(program)).toList();
    }

    /** What a run throws that failed in this way. */
    public static ProcessFailure failure(Reason reason, String errorOutput) {
        return new ProcessFailure(reason, "It failed", errorOutput, null);
    }

    @Override
    public ExecResult execute(ExecCommand execCommand) {
        var command = ((FfmpegBinding.Command) execCommand).process();
        if (command.stop().isDone()) {
            throw new CancellationException(command.program() + " was stopped before it began");
        }
        runs.add(command);
        try {
            String printed = scripts.get(command.program()).run(command);
            return new ExecResult(execCommand, new ByteArrayInputStream(printed.getBytes(StandardCharsets.UTF_8)), null, 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
