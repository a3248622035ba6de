package io.dromedary.r2;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** The attributes a writer gives an object: kept headers, metadata and storage class. */
record ObjectAttributes(Map<String, String> headers, Map<String, String> metadata, String storageClass) {

    private static final Set<String> KEPT = Set.of("content-type", "cache-control", "content-disposition",
            "content-encoding", "content-language", "expires");

    static ObjectAttributes of(RequestHead head) {
        Map<String, String> headers = new LinkedHashMap<>();
        KEPT.forEach(name -> head.header(name).ifPresent(value -> headers.put(name, value)));
        return new ObjectAttributes(headers, head.headersAfter("x-amz-meta-"),
                head.header("x-amz-storage-class").orElse("STANDARD"));
    }

    static ObjectAttributes ofType(String contentType) {
        return new ObjectAttributes(Map.of("content-type", contentType), Map.of(), "STANDARD");
    }
}
