package io.dromedary.cli;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * Brings a job's result to a local file, which appears whole or not at all: the bytes go to a hidden
 * file beside it, which takes the name at the end.
 */
final class Download {
    private final HttpClient http;

    Download(HttpClient http) {
        this.http = http;
    }

    /**
     * Refuses a target that could never be written, before any work is done for it.
     *
     * @throws CliFailure with the reason
     */
    static void check(Path target) {
        Path folder = folder(target);
        if (!Files.isDirectory(folder)) {
            throw new CliFailure(ExitCode.USAGE, "--output: the folder " + folder + " does not exist. Create it first.");
        }
        if (!Files.isWritable(folder)) {
            throw new CliFailure(ExitCode.USAGE, "--output: the folder " + folder + " cannot be written to.");
        }
        if (Files.isDirectory(target)) {
            throw new CliFailure(ExitCode.USAGE,
                    "--output: " + target + " is a folder. Name the file in it, such as " + target.resolve("video.mp4"));
        }
    }

    /**
     * Fetches a public URL; no key is sent along.
     *
     * @param unique makes the name of the hidden file this job's own
     * @return the size in bytes
     */
    long fetch(URI url, Path target, String unique) throws InterruptedException {
        Path part = folder(target).resolve("." + target.getFileName() + "." + unique + ".part");
        try {
            Files.deleteIfExists(part);
            HttpResponse<Path> response = http.send(
                    HttpRequest.newBuilder(url).build(),
                    info -> info.statusCode() == 200
                            ? BodyHandlers.ofFile(part, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE).apply(info)
                            : HttpResponse.BodySubscribers.replacing(part));
            if (response.statusCode() != 200) {
                throw failure(url, "it answered " + response.statusCode(), null);
            }
            Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            return Files.size(target);
        } catch (IOException | IllegalArgumentException e) {
            throw failure(url, e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage(), e);
        } finally {
            delete(part);
        }
    }

    private static CliFailure failure(URI url, String reason, Exception cause) {
        return new CliFailure(ExitCode.FAILED,
                "The job is done, but its result could not be downloaded: " + reason + ". It is at " + url, cause);
    }

    private static Path folder(Path target) {
        return target.toAbsolutePath().getParent();
    }

    private static void delete(Path part) {
        try {
            Files.deleteIfExists(part);
        } catch (IOException left) {
            part.toFile().deleteOnExit();
        }
    }
}
