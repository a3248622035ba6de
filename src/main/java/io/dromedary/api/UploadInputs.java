package io.dromedary.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dromedary.job.Owner;
import io.dromedary.problem.Problem;
import io.dromedary.storage.FileNames;
import io.dromedary.upload.Upload;
import io.dromedary.upload.UploadedFiles;
import java.util.Map;

/** Uploads as inputs of jobs. */
final class UploadInputs {

    private static final String FILENAME = "{filename}";

    private final UploadedFiles uploads;

    UploadInputs(UploadedFiles uploads) {
        this.uploads = uploads;
    }

    /**
     * The order with the name of the uploaded file in its output, as its first input is an id, which names nothing.
     *
     * @throws Problem as {@link #check}
     */
    JsonNode named(Owner owner, JsonNode order) {
        String id = order.path("inputs").path(0).path("url").asText(order.path("input").asText());
        String output = order.path("output").asText();
        if (!Upload.isId(id) || !output.contains(FILENAME)) {
            return order;
        }
        uploads.check(owner.project(), id, order.has("inputs") ? "inputs[0].url" : "input");
        String name = FileNames.stem(FileNames.urlPath(uploads.name(owner.project(), id))).replaceAll("[{}]", "_");
        // The template adds this itself if it ends in the variable.
        String whole = output.endsWith("/" + FILENAME) ? output + ".{ext}" : output;
        return ((ObjectNode) order.deepCopy()).put("output", whole.replace(FILENAME, name));
    }

    /**
     * Checks that a new job can read the uploads that it names.
     *
     * @param sources by the fields that name them
     * @throws Problem {@code invalid_input} if there is none with this id for this project; {@code upload_unfinished} if
     *                 bytes are missing
     */
    void check(Owner owner, Map<String, String> sources) {
        sources.forEach((field, id) -> {
            if (Upload.isId(id)) {
                uploads.check(owner.project(), id, field);
            }
        });
    }
}
