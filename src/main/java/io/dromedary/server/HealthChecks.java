package io.dromedary.server;

import io.dromedary.api.NodeCheck;
import io.dromedary.database.Database;
import io.dromedary.delivery.NodeRequirements;
import io.dromedary.ffmpeg.Capabilities;
import io.dromedary.ffmpeg.Fonts;
import io.dromedary.ffmpeg.Sandbox;
import io.dromedary.ffmpeg.StartTrial;
import io.dromedary.job.JobStore;
import io.dromedary.media.Media;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jdbi.v3.core.JdbiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The health checks of this node. Each is quick; only the first one starts a process. */
final class HealthChecks {

    private static final Logger LOG = LoggerFactory.getLogger(HealthChecks.class);

    private final Map<String, NodeCheck.Check> checks = new LinkedHashMap<>();
    /** The conditions for this node to take jobs. */
    private final Map<String, NodeRequirements.Need> needs = new LinkedHashMap<>();

    /** The checks of every node. */
    HealthChecks(Database database, JobStore jobs, DataFolder data) {
        checks.put("database", () -> {
            try {
                database.ping();
            } catch (JdbiException e) {
                LOG.warn("The database does not answer: {}", e.toString());
                if (!database.isDamaged()) {
                    throw new NodeCheck.Down("The database cannot be used: look at DROMEDARY_DATABASE_URL, whether it runs,"
                            + " and whether its disk is full.");
                }
            }
            if (database.isDamaged()) {
                throw new NodeCheck.Down("The database file is damaged: stop this node, keep a copy of dromedary.db and what"
                        + " belongs to it, and put back your backup; where there is none, 'sqlite3 dromedary.db .recover"
                        + " | sqlite3 new.db' saves what can be read.");
            }
            if (database.isFull()) {
                throw new NodeCheck.Down("The disk of the database is full: make room on it. Until then no jobs are accepted,"
                        + " and running jobs wait.");
            }
            return Optional.empty();
        });
        checks.put("queue", () -> Optional.of(waiting(jobs.unfinished())));
        checks.put("storage", () -> {
            try {
                data.checkWritable();
            } catch (IOException e) {
                throw new NodeCheck.Down("Nothing can be written to the data folder: is the disk full or read-only?");
            }
            return Optional.of(data.freeBytes() / 1_000_000_000 + " GB are free");
        });
    }

    private static String waiting(long jobs) {
        return jobs == 0 ? "no job waits" : jobs == 1 ? "1 job waits or is at work" : jobs + " jobs wait or are at work";
    }

    /** Adds the checks of a worker. */
    HealthChecks withWorker(Settings settings, Capabilities ffmpeg, Supplier<Media> media, Fonts fonts,
            Sandbox sandbox) {
        needed("ffmpeg", () -> checkInstalled(settings.required("dromedary.ffmpeg.path"), "DROMEDARY_FFMPEG_PATH"),
                ffmpeg::version);
        needed("ffprobe", () -> checkInstalled(settings.required("dromedary.ffprobe.path"), "DROMEDARY_FFPROBE_PATH"),
                Optional::empty);
        // A missing encoder affects only the jobs that need it, so this check never fails.
        checks.put("encoders", () -> Optional.of(ffmpeg.missing(media.get().encoders()).map(HealthChecks::lacking)
                .orElse("ffmpeg has not told yet")));
        // Only some pictures need it, so this check never fails.
        checks.put("libvips", () -> isInstalled(settings.required("dromedary.vips.path")) ? Optional.empty()
                : Optional.of("It is not installed: ffmpeg makes stills, and pictures that need libvips are refused;"
                        + " 'apt-get install libvips-tools' brings it."));
        // Only one option needs fonts, so this check never fails.
        checks.put("fonts", () -> fonts.areInstalled() ? Optional.empty()
                : Optional.of("There is no font to draw subtitles with: " + Fonts.WAY_OUT));
        checks.put("sandbox", () -> Optional.of(sandbox.describe()));
        return this;
    }

    /** Adds the check of programs that are installed but could not be started. */
    HealthChecks withTrial(StartTrial trial) {
        needed("programs", () -> {
            Optional<String> lack = trial.lack();
            if (lack.isPresent()) {
                throw new NodeCheck.Down(lack.get());
            }
        }, Optional::empty);
        return this;
    }

    /**
     * Adds the checks of folders that jobs need space in, which may be on separate file systems.
     *
     * @param cdn folder of published results, if there is one
     */
    HealthChecks withFolders(DataFolder data, Path work, Optional<Path> cdn) {
        folder("work", work, "The folder of jobs at work (work/ in the data folder)");
        cdn.ifPresent(path -> folder("cdn", path, "The CDN folder (DROMEDARY_CDN)"));
        need("storage", () -> checkRoom(data.resolve(""), "The data folder"));
        return this;
    }

    private void folder(String name, Path path, String words) {
        need(name, () -> checkRoom(path, words));
        checks.put(name, () -> {
            checkWritable(path, words);
            return Optional.of(Files.getFileStore(path).getUsableSpace() / 1_000_000_000 + " GB are free");
        });
    }

    private static void checkWritable(Path folder, String words) throws NodeCheck.Down {
        try {
            DataFolder.checkWritable(folder);
        } catch (IOException e) {
            throw takesNothing(words);
        }
    }

    /** Like {@link #checkWritable}, but without a write, as it runs each second. */
    private static void checkRoom(Path folder, String words) throws NodeCheck.Down {
        try {
            if (!Files.isWritable(folder) || Files.getFileStore(folder).getUsableSpace() < DataFolder.CHECK_BYTES) {
                throw takesNothing(words);
            }
        } catch (IOException e) {
            throw takesNothing(words);
        }
    }

    private static NodeCheck.Down takesNothing(String words) {
        return new NodeCheck.Down(words + " takes nothing: is its disk full or read-only? Until it does, this node takes no jobs.");
    }

    /** A condition that fails with a message. */
    private interface Condition {
        void check() throws NodeCheck.Down;
    }

    /** Adds a condition that is a health check too, with the report of that check if the condition holds. */
    private void needed(String name, Condition condition, NodeCheck.Check told) {
        need(name, condition);
        checks.put(name, () -> {
            condition.check();
            return told.look();
        });
    }

    private void need(String name, Condition condition) {
        needs.put(name, () -> {
            try {
                condition.check();
                return Optional.empty();
            } catch (NodeCheck.Down e) {
                return Optional.of(e.getMessage());
            }
        });
    }

    /** The conditions for taking jobs, by the names of the checks. */
    Map<String, NodeRequirements.Need> needs() {
        return needs;
    }

    private static String lacking(List<String> missing) {
        return missing.isEmpty() ? "all that config/encoding.yaml names" : "this ffmpeg lacks " + String.join(", ", missing)
                + ": jobs that need them fail; install another build, or change config/encoding.yaml";
    }

    private static boolean isInstalled(String program) {
        return SandboxSettings.find(program).isPresent();
    }

    private static void checkInstalled(String program, String variable) throws NodeCheck.Down {
        if (!isInstalled(program)) {
            throw new NodeCheck.Down("The program is not installed: 'apt-get install ffmpeg' brings it, or name its file in "
                    + variable + ".");
        }
    }

    /** The checks by name, in the order of the answer. */
    Map<String, NodeCheck.Check> all() {
        return checks;
    }
}
