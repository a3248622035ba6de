package io.dromedary.r2;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collections;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/**
 * One unfinished upload in its folder: {@code upload.json}, and per part a JSON file beside the part's content. Callers
 * hold the upload's monitor; a closed upload takes nothing any more.
 */
final class MultipartUpload {

    /**
     * What the upload was started with.
     *
     * @param started seconds since 1970
     */
    record Start(String uploadId, String bucket, String key, long started, ObjectAttributes attributes) {
    }

    /**
     * A part.
     *
     * @param file     name in the upload's folder
     * @param md5      hex, also the part's ETag
     * @param modified seconds since 1970
     */
    record Part(int number, String file, long size, String md5, long modified) {
    }

    private final Path folder;
    private final JsonFiles json;
    private final Start start;
    private final NavigableMap<Integer, Part> parts = new TreeMap<>();
    private boolean closed;

    private MultipartUpload(Path folder, Start start, JsonFiles json) {
        this.folder = folder;
        this.start = start;
        this.json = json;
    }

    static MultipartUpload create(Path folder, Start start, JsonFiles json) throws IOException {
        Files.createDirectories(folder);
        json.write(folder.resolve("upload.json"), start);
        return new MultipartUpload(folder, start, json);
    }

    /** Reads an upload back; empty when its start was never written down. */
    static Optional<MultipartUpload> reopen(Path folder, JsonFiles json) throws IOException {
        Path file = folder.resolve("upload.json");
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        MultipartUpload upload = new MultipartUpload(folder, json.read(file, Start.class), json);
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "part-*.json")) {
            for (Path part : files) {
                Part read = json.read(part, Part.class);
                upload.parts.put(read.number(), read);
            }
        }
        return Optional.of(upload);
    }

    Start start() {
        return start;
    }

    synchronized NavigableMap<Integer, Part> parts() {
        return Collections.unmodifiableNavigableMap(new TreeMap<>(parts));
    }

    /** A new file for a part's body. */
    Path newFile() {
        return folder.resolve(UUID.randomUUID() + ".bin");
    }

    Path pathOf(Part part) {
        return folder.resolve(part.file());
    }

    /** Keeps a received body as a part; a part of that number received before is replaced. */
    synchronized void keep(int number, ReceivedFile body, Instant now) throws IOException {
        checkOpen();
        Part part = new Part(number, body.path().getFileName().toString(), body.size(), body.md5(),
                now.getEpochSecond());
        json.write(folder.resolve("part-" + number + ".json"), part);
        Part old = parts.put(number, part);
        if (old != null) {
            Files.deleteIfExists(pathOf(old));
        }
    }

    synchronized void checkOpen() {
        if (closed) {
            throw R2Error.noSuchUpload();
        }
    }

    /** Forgets everything; also bodies still being received, whose late arrival is then refused. */
    synchronized void remove() throws IOException {
        checkOpen();
        closed = true;
        // The start goes first: a folder without it is no upload after a restart.
        Files.deleteIfExists(folder.resolve("upload.json"));
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                Files.deleteIfExists(file);
            }
        }
        // A part that is being received right now still owns a file here; its receiver removes that one.
        folder.toFile().delete();
    }
}
