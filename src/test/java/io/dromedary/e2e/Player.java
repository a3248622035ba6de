package io.dromedary.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Judges of adaptive results that are not ours: hls.js and shaka-player in Chromium, and a parser of playlists. bin/test installs them. */
final class Player {

    private static final Path SOURCES = Path.of("src/test/web");
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

    private static JsonNode run(String script, List<String> arguments) {
        if (!Files.isDirectory(HOME.resolve("node_modules"))) {
            throw new AssertionError("npm ci has not been run in " + HOME + ": start the tests by bin/test");
        }
        try {
            Path copy = Files.copy(SOURCES.resolve(script), HOME.resolve(script), StandardCopyOption.REPLACE_EXISTING);
            var command = new ArrayList<>(List.of("node", copy.toString()));
            command.addAll(arguments);
            Path printed = Files.createTempFile("player", ".json");
            Path errors = Files.createTempFile("player", ".log");
            Process process = new ProcessBuilder(command).redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                    .redirectOutput(printed.toFile()).redirectError(errors.toFile()).start();
            boolean ended = process.waitFor(180, TimeUnit.SECONDS);
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
}
