package io.dromedary.media;

import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Optional;

/** Reads a result that ffprobe cannot read. */
@FunctionalInterface
public interface UnprobedResult {

    /**
     * Reads the result.
     *
     * @param file the result's bytes
     * @param bytes their number
     * @throws MediaException {@code encode_failed} when it is damaged
     */
    Found read(InputStream file, long bytes) throws IOException;

    /**
     * What was found.
     *
     * @param file the file object of the HTTP contract, without a URL
     * @param difference how it differs from what it must be, in words for the job's owner; empty where it does not
     */
    record Found(Map<String, Object> file, Optional<String> difference) {}
}
