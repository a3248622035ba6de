package io.dromedary.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Sends the local files that a request names to the server, and then the request, in which their ids are named instead. */
final class FileUploads {
    private static final String KEY = "Idempotency-Key";
    private static final int REPEATED = 200;

    private final Context context;
    private final ApiClient api;
    private final Map<String, Path> files;
    private final Map<String, String> sent = new LinkedHashMap<>();
    private final Set<String> earlier = new HashSet<>();

    /** @param files the files to send, by the URLs that stand for them in the request; none with {@code --local} */
    FileUploads(Context context, ApiClient api, LocalFiles files) {
        this.context = context;
        this.api = api;
        this.files = files.toSend();
    }

    /**
     * Posts a request.
     *
     * @param headers an idempotency key among them is also that of the files: with it, what an earlier try has sent is not
     *                sent again, and what this one sends stays for the next one
     * @throws InterruptedException on Ctrl-C while files are sent; without a key, they are removed from the server then, as
     *                              they are if the request fails
     */
    @SuppressWarnings("try") // the watch over Ctrl-C is only there to be closed
    JsonNode post(String path, ObjectNode request, Map<String, String> headers) throws InterruptedException {
        if (files.isEmpty()) {
            return api.post(path, request, headers).body();
        }
        try (Interrupts.Watch ignored = context.surroundings().interrupts().onNext(Thread.currentThread()::interrupt)) {
            for (Map.Entry<String, Path> file : files.entrySet()) {
                send(file.getKey(), file.getValue(), headers);
            }
            return api.post(path, named(request), headers).body();
        } catch (InterruptedException | CliFailure e) {
            boolean isRefused = e instanceof ApiError error && !error.passing();
            if (headers.isEmpty() || isRefused) {
                discard();
            }
            throw e;
        }
    }

    private void send(String url, Path file, Map<String, String> headers) throws InterruptedException {
        long size = size(file);
        ApiClient.Answer answer = api.post("/uploads", JsonNodeFactory.instance.objectNode()
                .put("filename", file.getFileName().toString()).put("size", size), key(headers, file, size));
        JsonNode upload = answer.body();
        String id = upload.path("id").asText();
        sent.put(url, id);
        if (answer.status() == REPEATED) {
            earlier.add(id);
        }
        if (upload.path("status").asText().equals("complete")) {
            return;
        }
        try (ProgressView view = ProgressViews.of(context)) {
            var progress = new UploadProgress(id, size, view, context.surroundings().time());
            if (upload.path("method").asText().equals("tus")) {
                new ResumableUpload(api, context.surroundings().time(), progress).send(id, file, upload.path("offset").asLong());
            } else {
                new BucketUpload(context.downloads(), context.surroundings().time(), progress).send(upload, file);
                api.post("/uploads/" + ApiClient.segment(id) + "/complete", JsonNodeFactory.instance.objectNode());
            }
        }
    }

    /** The key of the request with the file as it is now: a file that has changed since is another one. */
    private static Map<String, String> key(Map<String, String> headers, Path file, long size) {
        String key = headers.get(KEY);
        if (key == null) {
            return Map.of();
        }
        try {
            String named = String.join("\n", key, file.toAbsolutePath().toString(), Long.toString(size),
                    Files.getLastModifiedTime(file).toString());
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(named.getBytes(StandardCharsets.UTF_8));
            return Map.of(KEY, "file-" + HexFormat.of().formatHex(hash));
        } catch (IOException e) {
            throw unreadable(file, e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }

    private static CliFailure unreadable(Path file, IOException e) {
        return new CliFailure(ExitCode.USAGE, "The file " + file + " cannot be read: " + e.getMessage(), e);
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    /** The same with ids for files, wherever they stand. */
    private ObjectNode named(ObjectNode request) {
        ObjectNode named = request.deepCopy();
        for (String field : List.copyOf(request.properties().stream().map(Map.Entry::getKey).toList())) {
            named.set(field, named(request.get(field)));
        }
        return named;
    }

    private JsonNode named(JsonNode node) {
        if (node instanceof ObjectNode object) {
            return named(object);
        }
        if (node.isArray()) {
            ArrayNode array = JsonNodeFactory.instance.arrayNode();
            node.forEach(each -> array.add(named(each)));
            return array;
        }
        return node.isTextual() && sent.containsKey(node.asText()) ? TextNode.valueOf(sent.get(node.asText())) : node;
    }

    /** The server would remove them itself, a day later. */
    private void discard() {
        for (String id : sent.values()) {
            // An earlier request may read it.
            if (earlier.contains(id)) {
                continue;
            }
            try {
                api.delete("/uploads/" + ApiClient.segment(id));
            } catch (CliFailure e) {
                context.tell("What was sent of a file (" + id + ") could not be removed: " + e.getMessage()
                        + " The server removes it within a day or so.");
            } catch (InterruptedException twice) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}
