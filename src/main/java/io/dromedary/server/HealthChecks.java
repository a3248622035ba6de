package io.dromedary.server;

import io.dromedary.api.NodeCheck;
import io.dromedary.database.Database;
import io.dromedary.delivery.NodeRequirements;
import io.dromedary.ffmpeg.Capabilities;
import io.dromedary.ffmpeg.Fonts;
import io.dromedary.ffmpeg.Executables;
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

/** What must work for this node to take and do jobs; each look is quick, and starts no process but the first. */
final class HealthChecks {

    private static final Logger LOG = LoggerFactory.getLogger(HealthChecks.class);

    private final Map<String, NodeCheck.Check> checks = new LinkedHashMap<>();
    /** What must be there for this node to do jobs. */
    private final Map<String, NodeRequirements.Need> needs = new LinkedHashMap<>();

    /** What every node needs. */
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

    /** What a node that does jobs needs beside it. */
    HealthChecks withWorker(Settings settings, Capabilities ffmpeg, Supplier<Media> media, Fonts fonts,
            Sandbox sandbox) {
        needed("ffmpeg", () -> checkInstalled(settings.required("dromedary.ffmpeg.path"), "DROMEDARY_FFMPEG_PATH"),
                ffmpeg::version);
        needed("ffprobe", () -> checkInstalled(settings.required("dromedary.ffprobe.path"), "DROMEDARY_FFPROBE_PATH"),
                Optional::empty);
        // What one codec lacks keeps no other from its work, so this node stays in use.
        checks.put("encoders", () -> Optional.of(ffmpeg.missing(media.get().encoders()).map(HealthChecks::lacking)
                .orElse("ffmpeg has not told yet")));
        // All but one option works without them.
        checks.put("fonts", () -> fonts.areInstalled() ? Optional.empty()
                : Optional.of("There is no font to draw subtitles with: " + Fonts.WAY_OUT));
        checks.put("sandbox", () -> Optional.of(sandbox.describe()));
        return this;
    }

    /** What could not be started, though it is there. */
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
     * The folders that jobs need room in, which may be of file systems of their own.
     *
     * @param cdn where results are published, if that is a folder
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

    /** The same without a write: it is asked each second. */
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

    /** Fails with a sentence when something is not there. */
    private interface Condition {
        void check() throws NodeCheck.Down;
    }

    /** What is told as a check too, and what that says where it is there. */
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

    /** What jobs need of this node, by the names of the checks. */
    Map<String, NodeRequirements.Need> needs() {
        return needs;
    }

    private static String lacking(List<String> missing) {
        return missing.isEmpty() ? "all that config/encoding.yaml names" : "this ffmpeg lacks " + String.join(", ", missing)
                + ": jobs that need them fail; install another build, or change config/encoding.yaml";
    }

    private static void checkInstalled(String program, String variable) throws NodeCheck.Down {
        if (Executables.find(program, System.getenv().getOrDefault("PATH", "/usr/bin:/bin")).isEmpty()) {
            throw new NodeCheck.Down("The program is not installed: 'apt-get install ffmpeg' brings it, or name its file in "
                    + variable + ".");
        }
    }

    /** The checks by their names, in the order in which they are shown. */
    Map<String, NodeCheck.Check> all() {
        return checks;
    }
}
