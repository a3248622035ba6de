package io.dromedary.server;

import io.dromedary.api.Health;
import io.dromedary.database.Database;
import io.dromedary.ffmpeg.Capabilities;
import io.dromedary.ffmpeg.Fonts;
import io.dromedary.ffmpeg.Launch;
import io.dromedary.ffmpeg.Sandbox;
import io.dromedary.job.JobStore;
import io.dromedary.media.EncodingTable;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jdbi.v3.core.JdbiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What must work for this node to take and do jobs; each look is quick, and starts no process but the first. */
final class Checks {

    private static final Logger LOG = LoggerFactory.getLogger(Checks.class);

    private final Map<String, Health.Check> checks = new LinkedHashMap<>();

    /** What every node needs. */
    Checks(Database database, JobStore jobs, DataFolder data) {
        checks.put("database", () -> {
            try {
                database.ping();
            } catch (JdbiException e) {
                LOG.warn("The database does not answer: {}", e.toString());
                throw new Health.Down("The database cannot be used: look at DROMEDARY_DATABASE_URL, whether it runs,"
                        + " and whether its disk is full.");
            }
            return Optional.empty();
        });
        checks.put("queue", () -> Optional.of(waiting(jobs.unfinished())));
        checks.put("storage", () -> {
            try {
                data.checkWritable();
            } catch (IOException e) {
                throw new Health.Down("Nothing can be written to the data folder: is the disk full or read-only?");
            }
            return Optional.of(data.freeBytes() / 1_000_000_000 + " GB are free");
        });
    }

    private static String waiting(long jobs) {
        return jobs == 0 ? "no job waits" : jobs == 1 ? "1 job waits or is at work" : jobs + " jobs wait or are at work";
    }

    /** What a node that does jobs needs beside it. */
    Checks withWorker(Settings settings, Capabilities ffmpeg, Supplier<EncodingTable> table, Fonts fonts,
            Sandbox sandbox) {
        checks.put("ffmpeg", () -> {
            checkInstalled(settings.required("dromedary.ffmpeg.path"), "DROMEDARY_FFMPEG_PATH");
            return ffmpeg.version();
        });
        checks.put("ffprobe", () -> {
            checkInstalled(settings.required("dromedary.ffprobe.path"), "DROMEDARY_FFPROBE_PATH");
            return Optional.empty();
        });
        // What one codec lacks keeps no other from its work, so this node stays in use.
        checks.put("encoders", () -> Optional.of(ffmpeg.missing(table.get().encoders()).map(Checks::lacking)
                .orElse("ffmpeg has not told yet")));
        // All but one option works without them.
        checks.put("fonts", () -> fonts.areInstalled() ? Optional.empty()
                : Optional.of("There is no font to draw subtitles with: " + Fonts.WAY_OUT));
        checks.put("sandbox", () -> Optional.of(sandbox.describe()));
        return this;
    }

    private static String lacking(List<String> missing) {
        return missing.isEmpty() ? "all that config/encoding.yaml names" : "this ffmpeg lacks " + String.join(", ", missing)
                + ": jobs that need them fail; install another build, or change config/encoding.yaml";
    }

    private static void checkInstalled(String program, String variable) throws Health.Down {
        if (Launch.find(program, System.getenv().getOrDefault("PATH", "/usr/bin:/bin")).isEmpty()) {
            throw new Health.Down("The program is not installed: 'apt-get install ffmpeg' brings it, or name its file in "
                    + variable + ".");
        }
    }

    /** The checks by their names, in the order in which they are shown. */
    Map<String, Health.Check> all() {
        return checks;
    }
}
