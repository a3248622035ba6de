package io.dromedary.upload;

import java.util.List;
import java.util.Map;

/**
 * How to send a file to a bucket.
 *
 * @param url     for a PUT of the whole file; empty if it is sent in parts
 * @param headers what the PUT must carry
 * @param parts   for a PUT each, in any order
 */
public record Presigned(String url, Map<String, String> headers, List<Part> parts) {

    /**
     * A part of the file.
     *
     * @param number from 1 on
     * @param offset of its first byte in the file
     */
    public record Part(int number, long offset, long bytes, String url) {
    }

    /** Does not show the URLs, each of which is a right to write. */
    @Override
    public String toString() {
        return "Presigned[" + parts.size() + " parts]";
    }
}
