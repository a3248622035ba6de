package io.dromedary.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dromedary.problem.Problem;
import io.dromedary.problem.ProblemKind;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The forms of requests that older pages of the documented service publish. All translations into the forms of the
 * contract are here, and so is what is refused of them.
 */
final class OlderForms {

    private static final String NOT_OFFERED = "This server does not offer ";

    private static final String NO_MODEL = NOT_OFFERED + "kind '%s', which needs a model: it processes video, sound and"
            + " pictures only. %s";

    /** Kinds that are refused, each with what comes nearest. */
    private static final Map<String, String> KINDS = Map.ofEntries(
            model("speech", "Extract the sound by kind 'audio', and send it to a speech service."),
            model("transcript", "Extract the sound by kind 'audio', and send it to a speech service."),
            model("subtitles", "Kinds 'video' and 'adaptive_video' add subtitles that you have (subtitle_url)."),
            model("chapters", "Kind 'image' with 'interval' makes pictures to choose chapters by."),
            model("summary", "Kind 'probe' tells what is known of a file."),
            model("outline", "Kind 'probe' tells what is known of a file."),
            model("description", "Kind 'probe' tells what is known of a file."),
            model("nsfw", "Kind 'image' with 'interval' makes pictures that a service can look at."),
            model("prompt", "Kind 'image' with 'interval' makes pictures that a service can look at."),
            Map.entry("workflow", NOT_OFFERED + "workflows. Send a task for each step, and the next one when the webhook of"
                    + " the one before has come (webhook_url)."),
            Map.entry("upload", NOT_OFFERED + "kind 'upload'. Kind 'export' writes a file to a bucket, by a connection that"
                    + " POST /connections has made."));

    /** First segments of paths that are refused, each with what comes nearest. */
    private static final Map<String, String> PATHS = Map.of(
            "media", NOT_OFFERED + "media. The files of a job are in its tasks (GET /jobs/{id}); POST /files brings in a file.",
            "automations", NOT_OFFERED + "automations. A watch makes a job of each new object of a bucket"
                    + " (config/watches.properties).",
            "workflows", NOT_OFFERED + "workflows. Send a job for each step, and the next one when the webhook of the one"
                    + " before has come (webhook_url).",
            "runs", NOT_OFFERED + "runs of several tasks. Send a job (POST /jobs) or a task (POST /tasks) for each.",
            "videos", NOT_OFFERED + "videos as resources. GET /jobs?kind=video lists the jobs that made videos.");

    /** Twice that of a thumbnail. */
    private static final int THUMBNAIL_VIDEO_WIDTH = 320;

    private static final List<String> OF_TASKS = List.of("createTask", "createStep");

    private OlderForms() {
    }

    private static Map.Entry<String, String> model(String kind, String nearest) {
        return Map.entry(kind, NO_MODEL.formatted(kind, nearest));
    }

    /** Why there is nothing at this path, if an older page says that there is something. */
    static Optional<Problem> refusal(String path) {
        String[] segments = path.substring(1).split("/");
        if (segments.length == 3 && segments[0].equals("tasks") && segments[2].equals("start")) {
            return Optional.of(new Problem(ProblemKind.NOT_FOUND, NOT_OFFERED + "tasks that are started later: a task starts"
                    + " when it is sent (POST /tasks)."));
        }
        return Optional.ofNullable(PATHS.get(segments[0])).map(why -> new Problem(ProblemKind.NOT_FOUND, why));
    }

    /** Why a path does not take a method, if an older page says that it does. */
    static Optional<Problem> refusal(String method, String path) {
        return method.equals("PATCH") && path.matches("/files/[^/]+") ? Optional.of(new Problem(ProblemKind.METHOD_NOT_ALLOWED,
                NOT_OFFERED + "files that change: POST /files brings one in again, under another 'folder' or 'filename'."))
                : Optional.empty();
    }

    /**
     * The body in the form of the contract.
     *
     * @param body keeps no contract yet
     * @throws Problem {@code invalid_input} for what this server does not offer
     */
    static JsonNode translate(String operationId, JsonNode body) {
        if (operationId.equals("createUpload") && body.has("resumable")) {
            throw new Problem(ProblemKind.INVALID_INPUT, NOT_OFFERED + "sessions of uploads ('resumable'). Send the 'filename' and"
                    + " the 'size': every upload can be resumed, by tus 1.0 or in parts, as the answer says.", "resumable");
        }
        if (!OF_TASKS.contains(operationId) || !(body instanceof ObjectNode sent)) {
            return body;
        }
        refuse(sent);
        ObjectNode task = sent.deepCopy();
        if (task.has("url") && !task.has("input")) {
            task.set("input", task.remove("url"));
        }
        if (task.path("kind").asText().equals("ingest")) {
            task.put("kind", "import");
        }
        if (!task.has("kind")) {
            kindOf(format(task)).ifPresent(kind -> task.put("kind", kind));
        }
        if (task.path("kind").asText().equals("thumbnails")) {
            thumbnails(task);
        }
        destination(task);
        return task;
    }

    /**
     * The task that brings in the file of a request to {@code POST /files}.
     *
     * @param file keeps the contract
     */
    static ObjectNode importOf(JsonNode file) {
        ObjectNode task = JsonNodeFactory.instance.objectNode().put("kind", "import");
        task.set("input", file.get("url"));
        ObjectNode options = task.putObject("options");
        List.of("folder", "filename", "connection_id").stream().filter(file::has).forEach(name -> options.set(name, file.get(name)));
        List.of("metadata", "webhook_url").stream().filter(file::has).forEach(name -> task.set(name, file.get(name)));
        return task;
    }

    /** A sheet of thumbnails and its WebVTT file are made beside a small video without sound. */
    private static void thumbnails(ObjectNode task) {
        ObjectNode options = task.withObjectProperty("options");
        List.of("width", "height", "format", "interval", "columns").stream().filter(task::has).forEach(name -> {
            JsonNode value = task.remove(name);
            if (!options.has(name)) {
                options.set(name, value);
            }
        });
        JsonNode format = options.remove("format");
        if (format != null && !List.of("jpeg", "jpg").contains(format.asText())) {
            throw new Problem(ProblemKind.INVALID_INPUT, "Thumbnails are JPEG, so 'format' is jpeg. Kind 'image' with 'interval'"
                    + " makes pictures of other formats.", "options.format");
        }
        if (options.has("height") && !options.has("width")) {
            throw new Problem(ProblemKind.INVALID_INPUT, "The 'height' of thumbnails needs a 'width' beside it.", "options.height");
        }
        ObjectNode sheet = JsonNodeFactory.instance.objectNode();
        if (options.has("interval")) {
            sheet.set("every", options.remove("interval"));
        }
        if (options.has("columns")) {
            sheet.set("columns", options.remove("columns"));
        }
        if (options.has("width")) {
            sheet.set("width", options.get("width"));
        } else {
            options.put("width", THUMBNAIL_VIDEO_WIDTH);
        }
        if (options.has("height")) {
            options.put("fit", "cover");
        }
        options.put("mute", true).set("thumbnails", sheet);
        task.put("kind", "video");
    }

    private static void refuse(ObjectNode sent) {
        Optional.ofNullable(KINDS.get(sent.path("kind").asText())).ifPresent(why -> {
            throw new Problem(ProblemKind.INVALID_INPUT, why, "kind");
        });
        if (sent.has("outputs")) {
            throw new Problem(ProblemKind.INVALID_INPUT, "A task makes one result: 'outputs' are for jobs (POST /jobs), which make"
                    + " several of one input.", "outputs");
        }
        if (sent.has("workflow")) {
            throw new Problem(ProblemKind.INVALID_INPUT, KINDS.get("workflow"), "workflow");
        }
        if (sent.path("options").has("layers") || sent.has("layers")) {
            throw new Problem(ProblemKind.INVALID_INPUT, NOT_OFFERED + "layers. A picture is laid over the result by 'watermark'.",
                    sent.has("layers") ? "layers" : "options.layers");
        }
        if (sent.path("input").asText().startsWith("med_") || sent.has("file_id") || sent.has("media_id")) {
            String field = sent.has("file_id") ? "file_id" : sent.has("media_id") ? "media_id" : "input";
            throw new Problem(ProblemKind.INVALID_INPUT, NOT_OFFERED + "inputs by the id of a medium or a file. Send the"
                    + " URL of the file as 'input'; GET /files/{id} tells it.", field);
        }
    }

    private static String format(ObjectNode task) {
        return task.path("options").path("format").asText(task.path("format").asText());
    }

    /** The kind that makes a format, for requests that name none. */
    private static Optional<String> kindOf(String format) {
        return switch (format) {
            case "mp4", "webm", "mov" -> Optional.of("video");
            case "mp3", "aac", "m4a", "ogg", "opus", "wav", "flac" -> Optional.of("audio");
            case "jpeg", "jpg", "png", "webp", "avif" -> Optional.of("image");
            case "gif" -> Optional.of("animation");
            case "hls" -> Optional.of("adaptive_video");
            default -> Optional.empty();
        };
    }

    /** {@code destination} is an URL, or an object with one and with a connection. */
    private static void destination(ObjectNode task) {
        if (!task.has("destination") || task.has("output")) {
            return;
        }
        JsonNode destination = task.remove("destination");
        if (destination.isTextual()) {
            task.set("output", destination);
            return;
        }
        String url = destination.path("url").asText(destination.has("bucket")
                ? "s3://" + destination.get("bucket").asText() + "/" + destination.path("key").asText(destination.path("path").asText())
                : "");
        if (url.isEmpty()) {
            throw new Problem(ProblemKind.INVALID_INPUT, "'destination' must say where the result goes: its 'url' is"
                    + " s3://bucket/key, and its 'connection_id' names the connection.", "destination");
        }
        task.put("output", url);
        if (destination.has("connection_id")) {
            task.withObjectProperty("options").set("output_connection_id", destination.get("connection_id"));
        }
    }
}
