package io.dromedary.ffmpeg;

import io.dromedary.ffmpeg.ProcessFailure.Reason;
import io.dromedary.storage.FolderRemoval;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.component.exec.ExecCommand;
import org.apache.camel.component.exec.ExecCommandExecutor;
import org.apache.camel.component.exec.ExecResult;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs ffmpeg, ffprobe and vips: without a shell, with a minimal environment and no standard input but that of the command, in
 * a separate folder for each run, whose output goes through {@link OutputCollector} only.
 */
public final class FfmpegExecutor implements ExecCommandExecutor {

    private static final Logger LOG = LoggerFactory.getLogger(FfmpegExecutor.class);

    private final Map<String, List<String>> launch;
    private final Sandbox sandbox;
    private final Duration stallTimeout;
    private final Runnable refused;
    private final Set<String> unstarted = ConcurrentHashMap.newKeySet();

    /**
     * @param launch       the command line of each program: {@code ffmpeg} → its path, after the words that precede it
     * @param sandbox      the sandbox for all programs
     * @param stallTimeout how long an encode may run without progress
     * @param refused      is called when a run left unexpected files
     */
    public FfmpegExecutor(Map<String, List<String>> launch, Sandbox sandbox, Duration stallTimeout, Runnable refused) {
        this.launch = launch;
        this.sandbox = sandbox;
        this.stallTimeout = stallTimeout;
        this.refused = refused;
    }

    /**
     * Runs a command to its end, and takes the expected files.
     *
     * @throws ProcessFailure        if it failed, or left anything else
     * @throws CancellationException if it was stopped
     */
    @Override
    public ExecResult execute(ExecCommand execCommand) {
        var command = ((FfmpegBinding.Command) execCommand).process();
        if (command.stop().isDone()) {
            throw new CancellationException(command.program() + " was stopped before it began");
        }
        Path made = command.folder().newGuest();
        try {
            String printed = run(command, made);
            unstarted.remove(command.program());
            return new ExecResult(execCommand, new ByteArrayInputStream(printed.getBytes(StandardCharsets.UTF_8)), null, 0);
        } catch (ProcessFailure e) {
            if (e.reason() == Reason.NOT_STARTED) {
                unstarted.add(command.program());
            } else {
                unstarted.remove(command.program());
            }
            if (e.reason() == Reason.LEFT_OTHERS) {
                LOG.error("{} in {}: {}. Whoever sent its input may have taken it over; the job fails, nothing of this is kept.",
                        command.program(), command.folder(), e.getMessage());
                refused.run();
            }
            throw e;
        } finally {
            remove(made);
        }
    }

    /** The programs whose last start failed, for any reason. */
    Set<String> unstarted() {
        return Set.copyOf(unstarted);
    }

    private String run(ProcessCommand command, Path made) {
        var words = new ArrayList<>(launch.get(command.program()));
        Path program = Path.of(words.remove(words.size() - 1));
        // Otherwise the preceding programs would start, and their failure would look like that of the program.
        if (program.toString().contains("/") && !Files.isExecutable(program)) {
            throw new ProcessFailure(Reason.NOT_STARTED, command.program() + " is not installed at " + program, "", null);
        }
        var mounts = new GuestMounts(command.folder().given(), command.folder().results(), made, command.elsewhere());
        try (Guest guest = sandbox.admit(program, mounts, command.deadline())) {
            words.addAll(guest.words());
            words.add(guest.program().toString());
            words.addAll(command.arguments());
            var expected = new ExpectedFiles(made, command.makes(), sandbox.limits().fileBytes());
            String printed = new GuestRun(command, start(command, words, made), guest.isEndKnown(),
                    new GuestFolder(made, expected), stallTimeout).toItsEnd();
            new OutputCollector(made, expected, command.folder()).take(guest.end());
            return printed;
        } catch (IOException e) {
            throw new UncheckedIOException("What " + command.program() + " made cannot be taken over", e);
        }
    }

    private static Process start(ProcessCommand command, List<String> words, Path made) {
        var builder = new ProcessBuilder(words).directory(made.toFile()).redirectInput(command.reads().isPresent()
                ? ProcessBuilder.Redirect.PIPE : ProcessBuilder.Redirect.from(new File("/dev/null")));
        String path = builder.environment().get("PATH");
        builder.environment().clear();
        // Each malloc arena takes 64 MiB of address space, which is limited, and each thread would get its own arena.
        // SVT-AV1 prints its settings to stderr unless it is told to print only errors.
        // libvips uses no loader that is not fuzzed, writes pictures that are larger than this into the guest's folder, and
        // prints no warnings, of which a damaged file may cause thousands.
        builder.environment().putAll(Map.of("PATH", path == null ? "/usr/bin:/bin" : path, "LC_ALL", "C.UTF-8",
                "SVT_LOG", "1", "MALLOC_ARENA_MAX", "4", "VIPS_BLOCK_UNTRUSTED", "1", "VIPS_DISC_THRESHOLD", "100m",
                "VIPS_WARNING", "0", "TMPDIR", "."));
        try {
            return builder.start();
        } catch (IOException e) {
            throw new ProcessFailure(Reason.NOT_STARTED, command.program() + " could not be started", "", e);
        }
    }

    /** Removes the guest's folder. If that fails, it is removed with the job, or at the next start of the server. */
    private static void remove(Path made) {
        try {
            FolderRemoval.remove(made);
        } catch (UncheckedIOException e) {
            LOG.warn("{} could not be removed yet", made, e);
        }
    }
}
