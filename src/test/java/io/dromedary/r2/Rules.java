package io.dromedary.r2;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;

/** The rules that a request's head alone can break (11, 12, 14, 15, 16, 20 in part, 21). */
final class Rules {

    static final int MAX_KEY_BYTES = 1024;
    static final int MAX_METADATA_BYTES = 8192;
    /** A single PUT: 4.995 GiB. */
    static final long MAX_BODY_BYTES = 4_995L * (1L << 30) / 1000;

    /** Sub-resources of S3 which R2 does not have, or which the double leaves out (cors, lifecycle, location, delete). */
    private static final Set<String> NO_SUBRESOURCES = Set.of("accelerate", "acl", "analytics", "attributes", "cors",
            "delete", "encryption", "intelligent-tiering", "inventory", "legal-hold", "lifecycle", "location",
            "logging", "metrics", "notification", "object-lock", "ownershipControls", "partNumber", "policy",
            "policyStatus", "publicAccessBlock", "replication", "requestPayment", "restore", "retention", "select",
            "tagging", "torrent", "versionId", "versioning", "versions", "website");
    private static final Set<String> NO_HEADERS = Set.of("x-amz-tagging", "x-amz-tagging-directive",
            "x-amz-expected-bucket-owner", "x-amz-source-expected-bucket-owner", "x-amz-bypass-governance-retention");
    private static final Set<String> NO_HEADER_PREFIXES = Set.of("x-amz-grant-", "x-amz-object-lock-",
            "x-amz-server-side-encryption-aws-kms-", "x-amz-server-side-encryption-context",
            "x-amz-server-side-encryption-customer-", "x-amz-server-side-encryption-bucket-key-");
    private static final Set<String> STORAGE_CLASSES = Set.of("STANDARD", "STANDARD_IA");

    private Rules() {
    }

    /** What the key may do: rules 11 and 12. */
    static void checkAccess(RequestHead head, ApiKey key) {
        boolean forbidden = key.tier() != Tier.ADMIN && head.operation().isBucketAdministration()
                || key.tier() == Tier.OBJECT_READ && head.operation().isWrite()
                || !head.bucket().isEmpty() && !key.reaches(head.bucket());
        if (forbidden) {
            throw R2Error.accessDenied();
        }
    }

    /** What R2 does not do, and what no object may be. */
    static void checkHead(RequestHead head) {
        for (String name : head.query().keySet()) {
            boolean partOfUpload = name.equals("partNumber") && head.query().containsKey("uploadId");
            if (NO_SUBRESOURCES.contains(name) && !partOfUpload) {
                throw R2Error.notImplemented("?" + name);
            }
        }
        for (String name : head.headers().keySet()) {
            if (NO_HEADERS.contains(name) || NO_HEADER_PREFIXES.stream().anyMatch(name::startsWith)) {
                throw R2Error.notImplemented("Header '" + name + "'");
            }
        }
        head.header("x-amz-server-side-encryption").filter(kind -> !kind.equals("AES256")).ifPresent(kind -> {
            throw R2Error.notImplemented("Server side encryption " + kind);
        });
        if (head.operation() == Operation.UNSUPPORTED) {
            throw R2Error.notImplemented(head.method());
        }
        head.header("x-amz-storage-class").filter(name -> !STORAGE_CLASSES.contains(name)).ifPresent(name -> {
            throw new R2Error(400, "InvalidStorageClass", "The storage class you specified is not valid.");
        });
        if (head.key().getBytes(StandardCharsets.UTF_8).length > MAX_KEY_BYTES) {
            throw new R2Error(400, "InvalidObjectName", "The specified object name is not valid.");
        }
        int metadata = head.headersAfter("x-amz-meta-").entrySet().stream()
                // Header values carry one char per byte.
                .mapToInt(entry -> entry.getKey().length() + entry.getValue().length())
                .sum();
        if (metadata > MAX_METADATA_BYTES) {
            throw new R2Error(400, "MetadataTooLarge",
                    "Your metadata headers exceed the maximum allowed metadata size.");
        }
    }

    /**
     * Bodies of objects and parts must say how long they are (rule 19), and not be longer than R2 takes in one piece.
     *
     * @throws R2Error 411, or 400 EntityTooLarge
     */
    static void checkLength(RequestHead head) {
        String length = head.header("content-length").orElseThrow(() ->
                new R2Error(411, "MissingContentLength", "You must provide the Content-Length HTTP header."));
        // The server has refused what is no number.
        if (Long.parseLong(length) > MAX_BODY_BYTES) {
            throw new R2Error(400, "EntityTooLarge", "Your proposed upload exceeds the maximum allowed object size.");
        }
    }

    /**
     * The MD5 a body must have, in bytes.
     *
     * @throws R2Error 400 when the header is no MD5 in base64 (rule 20)
     */
    static Optional<byte[]> contentMd5(RequestHead head) {
        return head.header("content-md5").map(text -> {
            try {
                byte[] md5 = Base64.getDecoder().decode(text);
                if (md5.length == 16) {
                    return md5;
                }
            } catch (IllegalArgumentException e) {
                // Answered below, as a digest of another length is.
            }
            throw new R2Error(400, "InvalidDigest", "The Content-MD5 you specified is not valid.");
        });
    }
}
