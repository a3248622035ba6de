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

/** Makes what runs ffmpeg and ffprobe, from the settings. */
final class SandboxSettings {

    private static final Logger LOG = LoggerFactory.getLogger(SandboxSettings.class);
    /** Less, and ffmpeg does not start. */
    private static final long LEAST_MEMORY = 512L << 20;
    private static final int LEAST_FILES = 64;
    private static final int MOST_FILES = 1 << 20;
    private static final int LEAST_PROCESSES = 64;
    /** The kernel has no more numbers for them (PID_MAX_LIMIT). */
    private static final int MOST_PROCESSES = 1 << 22;
    /** Numbers that fit an int with all that follow the first one. */
    private static final int LAST_USER_ID = 2_000_000_000;
    private static final String SQLITE = "jdbc:sqlite:";

    private SandboxSettings() {
    }

    /**
     * Finds out what can stand between ffmpeg and this machine.
     *
     * @param data    folder of this node, in which the folder {@code tmp} is there
     * @param home    folder of the program
     * @param userIds that guests can have
     */
    static Sandbox sandbox(Settings settings, Path data, Path home, Optional<UserIds> userIds) {
        return SandboxFinder.find(wish(settings), limits(settings), new SandboxHost(searchPath(), data.resolve("tmp"),
                hidden(settings, data, home), userIds));
    }

    /** What one run of ffmpeg may take. */
    static ProcessLimits limits(Settings settings) {
        return new ProcessLimits(settings.number("dromedary.ffmpeg.max-memory-bytes", LEAST_MEMORY),
                settings.number("dromedary.output.max-bytes", 1),
                settings.number("dromedary.ffmpeg.max-open-files", LEAST_FILES, MOST_FILES),
                settings.number("dromedary.ffmpeg.max-processes", LEAST_PROCESSES, MOST_PROCESSES));
    }

    /** The user ids that guests can have; none where this server is not run by root. */
    static Optional<UserIds> userIds(Settings settings) {
        return UserIds.ofThisServer(settings.number("dromedary.sandbox.first-user-id", 1, LAST_USER_ID));
    }

    /**
     * What no guest sees, even where it lies among what is seen: folders of this server, and every file that holds a
     * secret, wherever the settings put it.
     */
    static List<Path> hidden(Settings settings, Path data, Path home) {
        var all = new ArrayList<>(List.of(data, home));
        settings.cdnFolder().ifPresent(all::add);
        for (Path file : settings.secretFiles()) {
            all.add(file);
            // Secrets that settings do not name lie beside the key.
            Stream.of("secret.key", "webhook.secret", "cdn.secret").map(file.toAbsolutePath()::resolveSibling).forEach(all::add);
        }
        settings.text("dromedary.database.url").filter(url -> url.startsWith(SQLITE)).map(url -> url.substring(SQLITE.length()))
                .ifPresent(file -> Stream.of("", "-wal", "-shm", "-journal").map(end -> Path.of(file + end)).forEach(all::add));
        return List.copyOf(all);
    }

    /** Says what stands there; that ffmpeg has all the rights of the server is worth a warning. */
    static void tell(Sandbox sandbox) {
        if (sandbox.isConfining()) {
            LOG.info("Sandbox: {}", sandbox.describe());
        } else {
            LOG.warn("Sandbox: {}", sandbox.describe());
        }
    }

    /** What shall stand between ffmpeg and this machine. */
    static Sandbox.Wish wish(Settings settings) {
        String name = "dromedary.sandbox";
        String value = settings.required(name);
        return switch (value) {
            case "require", "prefer", "off" -> Sandbox.Wish.valueOf(value.toUpperCase(Locale.ROOT));
            default -> throw Settings.wrong(name, value, "require, prefer or off");
        };
    }

    /**
     * What runs them.
     *
     * @param refused is told when one of them left what was not asked for
     */
    static FfmpegExecutor executor(Settings settings, Sandbox sandbox, Runnable refused) {
        return new FfmpegExecutor(Map.of(
                "ffmpeg", Executables.words(settings.required("dromedary.ffmpeg.path"), searchPath()),
                "ffprobe", Executables.words(settings.required("dromedary.ffprobe.path"), searchPath())),
                sandbox, settings.seconds("dromedary.ffmpeg.stall-timeout"), refused);
    }

    /** Where programs are looked for. */
    static String searchPath() {
        return System.getenv().getOrDefault("PATH", "/usr/bin:/bin");
    }
}
