package io.dromedary.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
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
 * Downloads a file of a job's result, which appears complete or not at all: the bytes are written to a hidden file, which
 * is renamed at the end.
 */
final class ResultDownload {
    private final HttpClient http;
    private final String unique;

    /** @param unique makes the names of the hidden files unique to this job */
    ResultDownload(HttpClient http, String unique) {
        this.http = http;
        this.unique = unique;
    }

    /** What to do after the download, before the file is renamed. */
    interface Inspection {
        void look(Path file) throws IOException, InterruptedException;
    }

    /** The name for the file of a URL: the last part of its path, made safe for a folder. */
    static String name(URI url) {
        String path = url.getPath() == null ? "" : url.getPath();
        String name = path.substring(path.lastIndexOf('/') + 1).replaceAll("\\p{Cntrl}", "_");
        return name.isBlank() || name.startsWith(".") ? "output" + name : name;
    }

    /**
     * Fetches a public URL, without a key.
     *
     * @return the size in bytes
     */
    long fetch(URI url, Path target) throws InterruptedException {
        return fetch(url, target, file -> { });
    }

    long fetch(URI url, Path target, Inspection inspection) throws InterruptedException {
        Path folder = target.toAbsolutePath().getParent();
        Path part = folder.resolve("." + target.getFileName() + "." + unique + ".part");
        try {
            Files.createDirectories(folder);
            Files.deleteIfExists(part);
            HttpResponse<Path> response = http.send(
                    HttpRequest.newBuilder(url).build(),
                    info -> info.statusCode() == 200
                            ? BodyHandlers.ofFile(part, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE).apply(info)
                            : HttpResponse.BodySubscribers.replacing(part));
            if (response.statusCode() != 200) {
                throw failure(url, "it answered " + response.statusCode(), null);
            }
            inspection.look(part);
            Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            return Files.size(target);
        } catch (IOException | IllegalArgumentException e) {
            throw failure(url, e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage(), e);
        } finally {
            delete(part);
        }
    }

    /** Writes a public URL to a stream as it comes, without a key. If this fails, a part of it may be written. */
    void write(URI url, PrintStream out) throws InterruptedException {
        try {
            HttpResponse<InputStream> response = http.send(HttpRequest.newBuilder(url).build(), BodyHandlers.ofInputStream());
            try (InputStream body = response.body()) {
                if (response.statusCode() != 200) {
                    throw failure(url, "it answered " + response.statusCode(), null);
                }
                body.transferTo(out);
            }
            if (out.checkError()) {
                throw failure(url, "standard output was closed", null);
            }
        } catch (IOException | IllegalArgumentException e) {
            throw failure(url, e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage(), e);
        }
    }

    static CliFailure failure(URI url, String reason, Exception cause) {
        return new CliFailure(ExitCode.FAILED,
                "The job is done, but its result could not be downloaded: " + reason + ". It is at " + url, cause);
    }

    private static void delete(Path part) {
        try {
            Files.deleteIfExists(part);
        } catch (IOException left) {
            part.toFile().deleteOnExit();
        }
    }
}
