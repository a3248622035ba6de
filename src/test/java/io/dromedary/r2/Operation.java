package io.dromedary.r2;

import java.util.Map;

/** What a request asks for. The write flag is what a read-only key may not do (rule 12). */
public enum Operation {
    LIST_BUCKETS(false),
    HEAD_BUCKET(false),
    CREATE_BUCKET(true),
    DELETE_BUCKET(true),
    LIST_OBJECTS(false),
    HEAD_OBJECT(false),
    GET_OBJECT(false),
    PUT_OBJECT(true),
    COPY_OBJECT(true),
    DELETE_OBJECT(true),
    CREATE_MULTIPART_UPLOAD(true),
    UPLOAD_PART(true),
    UPLOAD_PART_COPY(true),
    COMPLETE_MULTIPART_UPLOAD(true),
    ABORT_MULTIPART_UPLOAD(true),
    LIST_MULTIPART_UPLOADS(false),
    LIST_PARTS(false),
    /** Anything R2, or this double of it, does not do: 501. */
    UNSUPPORTED(false);

    private final boolean write;

    Operation(boolean write) {
        this.write = write;
    }

    /** True when the operation changes what is stored. */
    public boolean isWrite() {
        return write;
    }

    /** True for the operations on buckets which object-tier keys are refused (rule 11). */
    boolean isBucketAdministration() {
        return switch (this) {
            case LIST_BUCKETS, HEAD_BUCKET, CREATE_BUCKET, DELETE_BUCKET -> true;
            default -> false;
        };
    }

    static Operation of(String method, String bucket, String key, Map<String, String> query, boolean copy) {
        if (bucket.isEmpty()) {
            return method.equals("GET") ? LIST_BUCKETS : UNSUPPORTED;
        }
        return key.isEmpty() ? ofBucket(method, query) : ofObject(method, query, copy);
    }

    private static Operation ofBucket(String method, Map<String, String> query) {
        return switch (method) {
            case "GET" -> query.containsKey("uploads") ? LIST_MULTIPART_UPLOADS : LIST_OBJECTS;
            case "HEAD" -> HEAD_BUCKET;
            case "PUT" -> CREATE_BUCKET;
            case "DELETE" -> DELETE_BUCKET;
            default -> UNSUPPORTED;
        };
    }

    private static Operation ofObject(String method, Map<String, String> query, boolean copy) {
        boolean upload = query.containsKey("uploadId");
        return switch (method) {
            case "GET" -> upload ? LIST_PARTS : GET_OBJECT;
            case "HEAD" -> HEAD_OBJECT;
            case "PUT" -> upload ? (copy ? UPLOAD_PART_COPY : UPLOAD_PART) : copy ? COPY_OBJECT : PUT_OBJECT;
            case "DELETE" -> upload ? ABORT_MULTIPART_UPLOAD : DELETE_OBJECT;
            case "POST" -> upload ? COMPLETE_MULTIPART_UPLOAD
                    : query.containsKey("uploads") ? CREATE_MULTIPART_UPLOAD : UNSUPPORTED;
            default -> UNSUPPORTED;
        };
    }
}
