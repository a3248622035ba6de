package io.dromedary.work;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** File objects of the contract for inputs, where nothing was probed. */
final class InputObjects {

    private InputObjects() {
    }

    /** A file by its URL alone. */
    static ObjectNode external(String url) {
        return JsonNodeFactory.instance.objectNode().put("object", "external_file").put("url", url);
    }

    /** The inputs of an attempt together: their size, and how much was read of them. */
    static ObjectNode fetched(Attempt attempt) {
        return JsonNodeFactory.instance.objectNode().put("object", "file").put("filesize", attempt.bytes())
                .put("bytes_read", attempt.inputs().stream().mapToLong(input -> input.download().received()).sum());
    }
}
