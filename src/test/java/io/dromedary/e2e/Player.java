package io.dromedary.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dromedary.r2.Credentials;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Chromium, and what runs in it and beside it that is not ours: hls.js, shaka-player and a parser of playlists as judges of adaptive
 * results, axe as that of the page. bin/test installs them.
 */
final class Player {

    private static final Path SOURCES = Path.of("src/test/web");
    private static final List<String> SHARED = List.of("player.mjs", "visit.mjs");
    private static final Path HOME = Path.of("target/web");

    private Player() {
    }

    /** Plays these master playlists to their ends; what was seen of each. */
    static JsonNode play(List<String> urls) {
        return run("play.mjs", urls);
    }

    /** Plays these master playlists and manifests, and changes their sounds and subtitles; what was seen of each. */
    static JsonNode tracks(List<String> urls) {
        return run("tracks.mjs", urls);
    }

    /** Reads these files as playlists; what was understood of each, and warnings. */
    static JsonNode parse(List<Path> files) {
        return run("parse.mjs", files.stream().map(Path::toString).toList());
    }

    /** Uses the page of this server with this key, a film and a bucket of a store; what was seen. */
    static JsonNode use(URI server, String key, Path film, URI store, Credentials storeKey, String bucket) {
        return run("page.mjs", List.of(server.toString(), key, film.toString(), store.toString(), storeKey.accessKeyId(),
                storeKey.secretAccessKey(), bucket));
    }

    /**
     * Uses what the page has beside its list of jobs; what was seen.
     *
     * @param storeKey reads this bucket alone
     * @param several a job with several outputs, one of which has failed
     * @param joined a job that has joined its inputs
     */
    static JsonNode views(BaseNode<?> node, Path film, URI store, Credentials storeKey, String bucket, String several, String joined) {
        return run("pageviews.mjs", List.of(node.url().resolve("/").toString(), BaseNode.KEY, film.toString(), store.toString(),
                storeKey.accessKeyId(), storeKey.secretAccessKey(), bucket, several, joined));
    }

    /** Reads the reference of this server's API, with this key; what was seen, and the commands that it shows. */
    static JsonNode read(URI server, String key) {
        return run("docs.mjs", List.of(server.toString(), key));
    }

    /** Sends this film by the page of an example, and plays what becomes of it; what was seen. */
    static JsonNode site(String url, Path film) {
        return run("site.mjs", List.of(url, film.toString()));
    }

    /** Sends files to this server from pages of another origin, whose port this is; what was seen of each way. */
    static JsonNode upload(URI server, String key, int port) {
        return run("upload.mjs", List.of(server.resolve("/").toString(), key, Integer.toString(port)));
    }

    /** What the page's list of jobs, which is in this module, becomes of changes. */
    static JsonNode list(Path module) {
        return run("joblist.mjs", List.of(module.toString()));
    }

    /** Uses the page's list of jobs on a server that does none; what was seen. */
    static JsonNode manyJobs(URI server, String key) {
        return run("pagelist.mjs", List.of(server.resolve("/").toString(), key));
    }

    /** What the page's module says of these jobs, a file with a list of them, for each language and this server. */
    static JsonNode snippets(Path module, URI server, Path jobs) {
        return run("snippets.mjs", List.of(module.toString(), server.toString(), jobs.toString()));
    }

    private static JsonNode run(String script, List<String> arguments) {
        if (!Files.isDirectory(HOME.resolve("node_modules"))) {
            throw new AssertionError("npm ci has not been run in " + HOME + ": start the tests by bin/test");
        }
        try {
            for (String shared : SHARED) {
                copied(shared);
            }
            Path copy = copied(script);
            var command = new ArrayList<>(List.of("node", copy.toString()));
            command.addAll(arguments);
            Path printed = Files.createTempFile("player", ".json");
            Path errors = Files.createTempFile("player", ".log");
            Process process = new ProcessBuilder(command).redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                    .redirectOutput(printed.toFile()).redirectError(errors.toFile()).start();
            boolean ended = process.waitFor(300, TimeUnit.SECONDS);
            process.destroy();
            if (!ended || process.exitValue() != 0) {
                throw new AssertionError(script + (ended ? " failed: " : " took too long: ") + Files.readString(errors));
            }
            JsonNode answer = new ObjectMapper().readTree(printed.toFile());
            Files.delete(printed);
            Files.delete(errors);
            return answer;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** A script finds its libraries in its own folder. Another JVM may be reading what it replaces. */
    private static Path copied(String script) throws IOException {
        Path copy = Files.createTempFile(HOME, "copy", ".mjs");
        Files.copy(SOURCES.resolve(script), copy, StandardCopyOption.REPLACE_EXISTING);
        return Files.move(copy, HOME.resolve(script), StandardCopyOption.ATOMIC_MOVE);
    }
}
