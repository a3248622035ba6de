package io.dromedary.server;

import io.dromedary.ffmpeg.FfmpegExecutor;
import io.dromedary.ffmpeg.Launch;
import io.dromedary.ffmpeg.ProcessLimits;
import io.dromedary.ffmpeg.Sandbox;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes what runs ffmpeg and ffprobe, from the settings. */
final class Guests {

    private static final Logger LOG = LoggerFactory.getLogger(Guests.class);
    /** Less, and ffmpeg does not start. */
    private static final long LEAST_MEMORY = 512L << 20;
    private static final int LEAST_FILES = 64;
    private static final int MOST_FILES = 1 << 20;
    private static final int LEAST_PROCESSES = 64;
    /** The kernel has no more numbers for them (PID_MAX_LIMIT). */
    private static final int MOST_PROCESSES = 1 << 22;

    private Guests() {
    }

    /**
     * Finds out what can stand between ffmpeg and this machine.
     *
     * @param hidden folders of this server
     */
    static Sandbox sandbox(Settings settings, List<Path> hidden) {
        var limits = new ProcessLimits(settings.number("dromedary.ffmpeg.max-memory-bytes", LEAST_MEMORY),
                settings.number("dromedary.output.max-bytes", 1),
                settings.number("dromedary.ffmpeg.max-open-files", LEAST_FILES, MOST_FILES),
                settings.number("dromedary.ffmpeg.max-processes", LEAST_PROCESSES, MOST_PROCESSES));
        return Sandbox.find(wish(settings), limits, searchPath(), hidden);
    }

    /** Says what stands there; that ffmpeg has all the rights of the server is worth a warning. */
    static void tell(Sandbox sandbox) {
        if (sandbox.isConfining()) {
            LOG.info("Sandbox: {}", sandbox.describe());
        } else {
            LOG.warn("Sandbox: {}", sandbox.describe());
        }
    }

    private static Sandbox.Wish wish(Settings settings) {
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
                "ffmpeg", Launch.words(settings.required("dromedary.ffmpeg.path"), searchPath()),
                "ffprobe", Launch.words(settings.required("dromedary.ffprobe.path"), searchPath())),
                sandbox, settings.seconds("dromedary.ffmpeg.stall-timeout"), refused);
    }

    /** Where programs are looked for. */
    static String searchPath() {
        return System.getenv().getOrDefault("PATH", "/usr/bin:/bin");
    }
}
