package io.dromedary.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Sends the local files that a request names to the server, and then the request, in which their ids are named instead. */
final class FileUploads {
    private final Context context;
    private final ApiClient api;
    private final Map<String, Path> files;
    private final Map<String, String> sent = new LinkedHashMap<>();

    /** @param files the files to send, by the URLs that stand for them in the request; none with {@code --local} */
    FileUploads(Context context, ApiClient api, LocalFiles files) {
        this.context = context;
        this.api = api;
        this.files = files.toSend();
    }

    /**
     * Posts a request.
     *
     * @throws InterruptedException on Ctrl-C while files are sent; they are removed from the server then, as they are if
     *                              the request fails
     */
    @SuppressWarnings("try") // the watch over Ctrl-C is only there to be closed
    JsonNode post(String path, ObjectNode request, Map<String, String> headers) throws InterruptedException {
        if (files.isEmpty()) {
            return api.post(path, request, headers).body();
        }
        try (Interrupts.Watch ignored = context.surroundings().interrupts().onNext(Thread.currentThread()::interrupt)) {
            for (Map.Entry<String, Path> file : files.entrySet()) {
                send(file.getKey(), file.getValue());
            }
            return api.post(path, named(request), headers).body();
        } catch (InterruptedException | CliFailure e) {
            discard();
            throw e;
        }
    }

    private void send(String url, Path file) throws InterruptedException {
        long size = size(file);
        JsonNode upload = api.post("/uploads", JsonNodeFactory.instance.objectNode()
                .put("filename", file.getFileName().toString()).put("size", size)).body();
        String id = upload.path("id").asText();
        sent.put(url, id);
        try (ProgressView view = ProgressViews.of(context)) {
            var progress = new UploadProgress(id, size, view, context.surroundings().time());
            if (upload.path("method").asText().equals("tus")) {
                new ResumableUpload(api, context.surroundings().time(), progress).send(id, file);
            } else {
                new BucketUpload(context.downloads(), context.surroundings().time(), progress).send(upload, file);
                api.post("/uploads/" + ApiClient.segment(id) + "/complete", JsonNodeFactory.instance.objectNode());
            }
        }
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new CliFailure(ExitCode.USAGE, "The file " + file + " cannot be read: " + e.getMessage(), e);
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
