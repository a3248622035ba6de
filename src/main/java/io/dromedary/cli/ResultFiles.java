package io.dromedary.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Downloads the files of a job: its result, and additional files such as thumbnails. */
final class ResultFiles {
    private final Context context;
    private final URI server;

    /** @param server base of URLs without a host */
    ResultFiles(Context context, URI server) {
        this.context = context;
        this.server = server;
    }

    /**
     * Saves all files.
     *
     * @param job one that succeeded
     * @throws CliFailure if one of them cannot be fetched or written
     */
    void save(JsonNode job, LocalTarget target) throws InterruptedException {
        ResultDownload download = new ResultDownload(context.downloads(), job.path("id").asText());
        URI output = url(job.path("output").asText(""));
        Path folder = target.isMaster() ? target.folderOfMaster() : target.folder();
        Map<Path, Long> saved = new LinkedHashMap<>();
        if (PlaylistDownload.isPlaylist(output)) {
            saved.putAll(new PlaylistDownload(download, output, folder, target.isMaster() ? target.path() : Optional.empty())
                    .fetchAll(output));
        } else {
            Path file = target.file(output);
            OutputName.check(output, file);
            saved.put(file, download.fetch(output, file));
        }
        for (Map.Entry<String, String> beside : beside(job).entrySet()) {
            URI url = url(beside.getValue());
            Path file = folder.resolve(name(url, output));
            if (!saved.containsKey(file)) {
                saved.put(file, download.fetch(url, file));
            }
        }
        tell(saved, folder);
    }

    /**
     * Writes the result to standard output.
     *
     * @param job one that succeeded
     * @throws CliFailure if it cannot be fetched or written, or is several files
     */
    void write(JsonNode job) throws InterruptedException {
        URI output = url(job.path("output").asText(""));
        if (PlaylistDownload.isPlaylist(output) || !beside(job).isEmpty()) {
            throw new CliFailure(ExitCode.FAILED, "The job is done, but its result is several files, and standard output takes"
                    + " one. It is at " + TextFormat.plain(output.toString()) + "; `" + context.program() + " jobs watch "
                    + TextFormat.plain(job.path("id")) + " -o <folder>/` downloads all of them.");
        }
        new ResultDownload(context.downloads(), job.path("id").asText()).write(output, context.surroundings().out());
    }

    /** The additional files: names such as {@code thumbnails}, and URLs. */
    static Map<String, String> beside(JsonNode job) {
        Map<String, String> files = new LinkedHashMap<>();
        for (JsonNode task : job.path("tasks")) {
            task.path("output").path("files").properties().forEach(file -> {
                if (file.getValue().isTextual()) {
                    files.put(file.getKey(), file.getValue().asText());
                }
            });
        }
        return files;
    }

    /** Names a file relative to the result, as files refer to each other by relative names. */
    private static String name(URI url, URI output) {
        URI below = unsigned(output).resolve(".").relativize(unsigned(url).normalize());
        boolean isBelow = !below.isAbsolute() && !below.getPath().isEmpty() && !below.getPath().contains("..");
        return isBelow ? below.getPath() : ResultDownload.name(url);
    }

    /** Removes the signature in the path, which differs between files. */
    private static URI unsigned(URI url) {
        return URI.create(url.toString().replaceFirst("/~\\d+\\.[\\w-]+/", "/"));
    }

    private URI url(String output) {
        URI url;
        try {
            url = URI.create(server + "/").resolve(output);
        } catch (IllegalArgumentException notAUrl) {
            url = URI.create("unknown:/");
        }
        if (!"http".equals(url.getScheme()) && !"https".equals(url.getScheme())) {
            throw new CliFailure(ExitCode.FAILED, "The job is done, but its result is at " + TextFormat.plain(output)
                    + ", which only a client of that store can fetch.");
        }
        return url;
    }

    private void tell(Map<Path, Long> saved, Path folder) {
        // In the local mode, no URL remains, so the files are the result.
        if (context.isLocal() && context.mode() == OutputMode.JSON_LINES) {
            ObjectNode line = JsonNodeFactory.instance.objectNode();
            saved.keySet().forEach(file -> line.withArray("/saved").add(file.toString()));
            context.print(line);
        } else if (context.isLocal() && context.mode() == OutputMode.QUIET) {
            context.print(saved.keySet().iterator().next().toString());
        }
        if (context.mode() != OutputMode.PEOPLE) {
            return;
        }
        long bytes = saved.values().stream().mapToLong(Long::longValue).sum();
        context.tell(saved.size() == 1
                ? "Saved " + saved.keySet().iterator().next() + " (" + TextFormat.bytes(bytes) + ")."
                : "Saved " + saved.size() + " files in " + folder + " (" + TextFormat.bytes(bytes) + ").");
    }
}
