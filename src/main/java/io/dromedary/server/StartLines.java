package io.dromedary.server;

import io.dromedary.delivery.NodeRequirements;
import io.dromedary.ffmpeg.Sandbox;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs at the start what a server works with, for whoever started it. */
final class StartLines {

    private static final Logger LOG = LoggerFactory.getLogger(StartLines.class);

    private StartLines() {
    }

    /**
     * Logs a line for each thing.
     *
     * @param watches names of the watches
     * @param needs   what the node needs for jobs; empty if it does none
     */
    static void log(Foundation base, Collection<String> watches, Map<String, NodeRequirements.Need> needs, Sandbox sandbox) {
        LOG.info("The data folder is {} ({})", base.data().resolve(""), base.data().isNew() ? "made now" : "found");
        LOG.info("Watches: {}", watches.isEmpty() ? "none (config/watches.properties)" : String.join(", ", watches));
        if (base.isWorker()) {
            LOG.info("Programs: {}", Stream.of("ffmpeg", "ffprobe", "vips").map(name -> program(base.settings(), name))
                    .collect(Collectors.joining(", ")));
            needs.forEach((name, need) -> need.lack().ifPresent(lack -> LOG.warn("No jobs are begun, because of {}: {}", name, lack)));
        }
        SandboxSettings.tell(sandbox);
        LOG.info("Documents: {}, and /openapi.yaml for the API", base.home().resolve("docs"));
    }

    private static String program(Settings settings, String name) {
        String program = settings.required("dromedary." + name + ".path");
        Optional<Path> file = SandboxSettings.find(program);
        return name + " " + file.map(Path::toString).orElse("is missing");
    }
}
