package io.dromedary.r2;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** The unfinished multipart uploads, and how one becomes an object (rule 22). */
final class Multipart {

    /** Parts but the last have at least this many bytes: 5 MiB. */
    static final long MIN_PART = 5L << 20;
    static final int MAX_PARTS = 10_000;

    private final Path root;
    private final JsonFiles json;
    private final Map<String, MultipartUpload> uploads = new ConcurrentHashMap<>();

    /** One line of a Complete request. */
    record Claimed(int number, String etag) {
    }

    Multipart(Path root, JsonFiles json) throws IOException {
        this.root = Files.createDirectories(root.resolve("uploads"));
        this.json = json;
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(this.root)) {
            for (Path folder : folders) {
                MultipartUpload.reopen(folder, json)
                        .ifPresent(upload -> uploads.put(upload.start().uploadId(), upload));
            }
        }
    }

    MultipartUpload create(String bucket, String key, ObjectAttributes attributes, Instant now) throws IOException {
        String id = UUID.randomUUID().toString().replace("-", "");
        MultipartUpload upload = MultipartUpload.create(root.resolve(id),
                new MultipartUpload.Start(id, bucket, key, now.getEpochSecond(), attributes), json);
        uploads.put(id, upload);
        return upload;
    }

    MultipartUpload get(String bucket, String key, String id) {
        MultipartUpload upload = uploads.get(id);
        if (upload == null || !upload.start().bucket().equals(bucket) || !upload.start().key().equals(key)) {
            throw R2Error.noSuchUpload();
        }
        return upload;
    }

    /** Ordered by key, then by start, as S3 lists them. */
    List<MultipartUpload> all() {
        return uploads.values().stream()
                .sorted(Comparator.comparing((MultipartUpload upload) -> upload.start().key())
                        .thenComparing(upload -> upload.start().started())
                        .thenComparing(upload -> upload.start().uploadId()))
                .toList();
    }

    void remove(MultipartUpload upload) throws IOException {
        upload.remove();
        uploads.remove(upload.start().uploadId());
    }

    /**
     * Joins the claimed parts into a new file of the bucket.
     *
     * @return the record to publish, its file complete
     * @throws R2Error when the claim does not fit what was received
     */
    ObjectRecord join(MultipartUpload upload, List<Claimed> claim, Path target, Instant now) throws IOException {
        List<MultipartUpload.Part> parts = claimedParts(upload, claim);
        checkSizes(parts);
        MessageDigest md5s = Digests.md5();
        long size = 0;
        try (FileChannel out = FileChannel.open(target, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            for (MultipartUpload.Part part : parts) {
                md5s.update(HexFormat.of().parseHex(part.md5()));
                size += append(upload.pathOf(part), out);
            }
        }
        String etag = HexFormat.of().formatHex(md5s.digest()) + "-" + parts.size();
        ObjectAttributes attributes = upload.start().attributes();
        return new ObjectRecord(upload.start().key(), target.getFileName().toString(), size, etag,
                now.getEpochSecond(), attributes.headers(), attributes.metadata(), attributes.storageClass());
    }

    private static List<MultipartUpload.Part> claimedParts(MultipartUpload upload, List<Claimed> claim) {
        Map<Integer, MultipartUpload.Part> received = upload.parts();
        List<MultipartUpload.Part> parts = new ArrayList<>();
        int previous = 0;
        for (Claimed claimed : claim) {
            MultipartUpload.Part part = received.get(claimed.number());
            if (part == null || !part.md5().equals(claimed.etag().replace("\"", ""))) {
                throw invalidPart("One or more of the specified parts could not be found.");
            }
            if (claimed.number() <= previous) {
                throw new R2Error(400, "InvalidPartOrder", "The list of parts was not in ascending order.");
            }
            previous = claimed.number();
            parts.add(part);
        }
        return parts;
    }

    private static void checkSizes(List<MultipartUpload.Part> parts) {
        long first = parts.get(0).size();
        for (int i = 0; i < parts.size(); i++) {
            boolean last = i == parts.size() - 1;
            long size = parts.get(i).size();
            if (!last && size < MIN_PART) {
                throw new R2Error(400, "EntityTooSmall",
                        "Your proposed upload is smaller than the minimum allowed object size.");
            }
            if (last ? size > first : size != first) {
                throw invalidPart("All non-trailing parts must have the same length.");
            }
        }
    }

    private static R2Error invalidPart(String message) {
        return new R2Error(400, "InvalidPart", message);
    }

    private static long append(Path part, FileChannel out) throws IOException {
        try (FileChannel in = FileChannel.open(part)) {
            long size = in.size();
            for (long done = 0; done < size; ) {
                done += in.transferTo(done, size - done, out);
            }
            return size;
        }
    }
}
