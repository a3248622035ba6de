package io.dromedary.work;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dromedary.storage.Download;
import io.dromedary.storage.Part;
import java.util.List;
import java.util.function.ToLongFunction;

/** File objects of the contract for inputs, where nothing was probed. */
final class InputObjects {

    private InputObjects() {
    }

    /** A file by its URL alone. */
    static ObjectNode external(String url) {
        return JsonNodeFactory.instance.objectNode().put("object", "external_file").put("url", url);
    }

    /** The inputs of an attempt together: their size, how much was read of them, and whether that was while it arrived. */
    static ObjectNode fetched(Attempt attempt) {
        ObjectNode file = read(attempt, Download::received);
        return attempt.inputs().stream().anyMatch(JobInput::isStreamed) ? file.put("streamed", true) : file;
    }

    /** The same of inputs of which only the probe was made, as it would be at the end of the import. */
    static ObjectNode expected(Attempt attempt) {
        return read(attempt, InputObjects::expected);
    }

    private static long expected(Download download) {
        if (download.isSufficient()) {
            return download.received();
        }
        List<Part> rest = download.rest();
        // A server that knows no ranges sends all of it again.
        return rest.isEmpty() ? download.size().orElse(download.received())
                : download.received() + rest.stream().mapToLong(Part::missing).sum();
    }

    private static ObjectNode read(Attempt attempt, ToLongFunction<Download> bytes) {
        return JsonNodeFactory.instance.objectNode().put("object", "file").put("filesize", attempt.bytes())
                .put("bytes_read", attempt.inputs().stream().map(JobInput::download).mapToLong(bytes).sum());
    }
}
