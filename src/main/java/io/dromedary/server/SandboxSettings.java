package io.dromedary.server;

import io.dromedary.ffmpeg.FfmpegExecutor;
import io.dromedary.ffmpeg.Executables;
import io.dromedary.ffmpeg.ProcessLimits;
import io.dromedary.ffmpeg.Sandbox;
import io.dromedary.ffmpeg.SandboxFinder;
import io.dromedary.ffmpeg.SandboxHost;
import io.dromedary.ffmpeg.UserIds;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Creates the sandbox and the executor of ffmpeg and ffprobe from the settings. */
final class SandboxSettings {

    private static final Logger LOG = LoggerFactory.getLogger(SandboxSettings.class);
    /** With less, ffmpeg does not start. */
    private static final long LEAST_MEMORY = 512L << 20;
    private static final int LEAST_FILES = 64;
    private static final int MOST_FILES = 1 << 20;
    private static final int LEAST_PROCESSES = 64;
    /** The kernel's limit (PID_MAX_LIMIT). */
    private static final int MOST_PROCESSES = 1 << 22;
    /** Leaves room for all following ids in an int. */
    private static final int LAST_USER_ID = 2_000_000_000;
    private static final String SQLITE = "jdbc:sqlite:";

    private SandboxSettings() {
    }

    /**
     * Finds the strongest sandbox that works on this machine.
     *
     * @param data    data folder of this node, with an existing folder {@code tmp}
     * @param home    folder of the program
     * @param userIds that guests can have
     */
    static Sandbox sandbox(Settings settings, Path data, Path home, Optional<UserIds> userIds) {
        return SandboxFinder.find(wish(settings), limits(settings), new SandboxHost(searchPath(), data.resolve("tmp"),
                hidden(settings, data, home), userIds));
    }

    /** The limits of one run of ffmpeg. */
    static ProcessLimits limits(Settings settings) {
        return new ProcessLimits(settings.number("dromedary.ffmpeg.max-memory-bytes", LEAST_MEMORY),
                settings.number("dromedary.output.max-bytes", 1),
                settings.number("dromedary.ffmpeg.max-open-files", LEAST_FILES, MOST_FILES),
                settings.number("dromedary.ffmpeg.max-processes", LEAST_PROCESSES, MOST_PROCESSES));
    }

    /** The user ids that guests can have; none unless root runs this server. */
    static Optional<UserIds> userIds(Settings settings) {
        return UserIds.ofThisServer(settings.number("dromedary.sandbox.first-user-id", 1, LAST_USER_ID));
    }

    /**
     * The paths that are hidden from guests even inside visible folders: the folders of this server, and every file with
     * a secret that the settings name.
     */
    static List<Path> hidden(Settings settings, Path data, Path home) {
        var all = new ArrayList<>(List.of(data, home));
        settings.cdnFolder().ifPresent(all::add);
        for (Path file : settings.secretFiles()) {
            all.add(file);
            // Secrets that the settings do not name are beside the key.
            Stream.of("secret.key", "webhook.secret", "cdn.secret").map(file.toAbsolutePath()::resolveSibling).forEach(all::add);
        }
        settings.text("dromedary.database.url").filter(url -> url.startsWith(SQLITE)).map(url -> url.substring(SQLITE.length()))
                .ifPresent(file -> Stream.of("", "-wal", "-shm", "-journal").map(end -> Path.of(file + end)).forEach(all::add));
        return List.copyOf(all);
    }

    /** Logs which sandbox is used; as a warning if ffmpeg has the server's rights. */
    static void tell(Sandbox sandbox) {
        if (sandbox.isConfining()) {
            LOG.info("Sandbox: {}", sandbox.describe());
        } else {
            LOG.warn("Sandbox: {}", sandbox.describe());
        }
    }

    /** The requested sandbox. */
    static Sandbox.Wish wish(Settings settings) {
        String name = "dromedary.sandbox";
        String value = settings.required(name);
        return switch (value) {
            case "require", "prefer", "off" -> Sandbox.Wish.valueOf(value.toUpperCase(Locale.ROOT));
            default -> throw Settings.wrong(name, value, "require, prefer or off");
        };
    }

    /**
     * Creates the executor.
     *
     * @param refused is called when a run left unexpected files
     */
    static FfmpegExecutor executor(Settings settings, Sandbox sandbox, Runnable refused) {
        return new FfmpegExecutor(Map.of(
                "ffmpeg", Executables.words(settings.required("dromedary.ffmpeg.path"), searchPath()),
                "ffprobe", Executables.words(settings.required("dromedary.ffprobe.path"), searchPath()),
                "vips", Executables.words(settings.required("dromedary.vips.path"), searchPath())),
                sandbox, settings.seconds("dromedary.ffmpeg.stall-timeout"), refused);
    }

    /** The file of a program, a path or a name, where it is installed. */
    static Optional<Path> find(String program) {
        return Executables.find(program, searchPath());
    }

    /** The search path of programs. */
    static String searchPath() {
        return System.getenv().getOrDefault("PATH", "/usr/bin:/bin");
    }
}
