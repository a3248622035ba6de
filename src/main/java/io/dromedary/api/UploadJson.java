package io.dromedary.api;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dromedary.upload.Presigned;
import io.dromedary.upload.Upload;
import java.util.Optional;

/** Uploads as JSON. */
final class UploadJson {

    private final String publicUrl;

    /** @param publicUrl what URLs of this server begin with */
    UploadJson(String publicUrl) {
        this.publicUrl = publicUrl;
    }

    /** What an idempotency key remembers of an upload: the rest changes. */
    static ObjectNode id(Upload upload) {
        return JsonNodeFactory.instance.objectNode().put("id", upload.id());
    }

    /**
     * An upload, and while bytes are missing, how to send them.
     *
     * @param offset the durable bytes
     * @param how    for one that goes to a bucket
     */
    ObjectNode of(Upload upload, long offset, Optional<Presigned> how) {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("id", upload.id()).put("object", "upload")
                .put("status", upload.isComplete() ? "complete" : "waiting").put("filename", upload.filename())
                .put("content_type", upload.contentType().orElse(null)).put("size", upload.bytes()).put("offset", offset)
                .put("created_at", upload.createdAt()).put("expires_at", upload.expiresAt());
        upload.bucket().filter(place -> !place.isOwn()).ifPresent(place ->
                json.put("connection_id", place.connectionId()).put("output", place.object().toString()));
        if (upload.isComplete()) {
            return json.putNull("method").putNull("url");
        }
        String own = publicUrl + "/uploads/" + upload.id();
        if (how.isEmpty()) {
            return json.put("method", "tus").put("url", own);
        }
        boolean isInParts = !how.get().parts().isEmpty();
        json.put("method", isInParts ? "multipart" : "put").put("url", isInParts ? null : how.get().url())
                .put("complete_url", own + "/complete");
        ObjectNode headers = json.putObject("headers");
        how.get().headers().forEach(headers::put);
        if (isInParts) {
            var parts = json.putArray("parts");
            how.get().parts().forEach(part -> parts.addObject().put("number", part.number()).put("offset", part.offset())
                    .put("size", part.bytes()).put("url", part.url()));
        }
        return json;
    }
}
