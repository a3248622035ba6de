package io.dromedary.r2;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.apache.commons.io.input.BoundedInputStream;

/** Answers to the operations of multipart uploads. */
final class UploadAnswers {

    private static final Map<String, String> XML = Map.of("Content-Type", "application/xml");
    private static final int MAX_LISTED = 1000;

    private final ObjectFolder folder;
    private final Multipart uploads;
    private final WriteRate writeRate;
    private final Supplier<Clock> clock;

    UploadAnswers(ObjectFolder folder, Multipart uploads, WriteRate writeRate, Supplier<Clock> clock) {
        this.folder = folder;
        this.uploads = uploads;
        this.writeRate = writeRate;
        this.clock = clock;
    }

    void create(Exchange exchange) throws IOException {
        RequestHead head = exchange.head();
        Bucket bucket = folder.get(head.bucket());
        Preconditions.of(head).checkWrite(bucket.find(head.key()));
        MultipartUpload upload = uploads.create(head.bucket(), head.key(), ObjectAttributes.of(head), now());
        exchange.answer(200, XML, Xml.result("InitiateMultipartUploadResult", xml -> xml
                .text("Bucket", head.bucket())
                .text("Key", head.key())
                .text("UploadId", upload.start().uploadId())));
    }

    void part(Exchange exchange, InputStream body) throws IOException {
        RequestHead head = exchange.head();
        Rules.checkLength(head);
        ReceivedFile file = keep(head, body);
        exchange.answer(200, Map.of("ETag", "\"" + file.md5() + "\""), new byte[0]);
    }

    /** A part whose bytes are a range of an object that is in the store already. */
    void copyPart(Exchange exchange, ApiKey key) throws IOException {
        RequestHead head = exchange.head();
        upload(head);
        try (CopySource source = CopySource.open(head, key, folder)) {
            long size = source.record().size();
            ByteRange range = head.header("x-amz-copy-source-range").map(text -> ByteRange.of(text, size))
                    .orElse(new ByteRange(0, size));
            if (range.length() > CopySource.MAX_BYTES) {
                throw R2Error.invalidArgument("x-amz-copy-source-range");
            }
            source.channel().position(range.first());
            ReceivedFile file = keep(head, BoundedInputStream.builder()
                    .setInputStream(Channels.newInputStream(source.channel())).setMaxCount(range.length()).get());
            exchange.answer(200, XML, Xml.result("CopyPartResult", xml -> xml
                    .text("ETag", "\"" + file.md5() + "\"").text("LastModified", now())));
        }
    }

    private ReceivedFile keep(RequestHead head, InputStream body) throws IOException {
        MultipartUpload upload = upload(head);
        int number = BucketAnswers.number(head, "partNumber", Integer.MAX_VALUE);
        if (number < 1 || number > Multipart.MAX_PARTS) {
            throw R2Error.invalidArgument("Part number must be an integer between 1 and 10000, inclusive");
        }
        ReceivedFile file = receive(upload, body);
        try {
            upload.keep(number, file, now());
        } catch (IOException | RuntimeException e) {
            file.discard();
            throw e;
        }
        return file;
    }

    void complete(Exchange exchange, InputStream body) throws IOException {
        RequestHead head = exchange.head();
        List<Multipart.Claimed> claim = CompleteRequest.read(body);
        Bucket bucket = folder.get(head.bucket());
        MultipartUpload upload = upload(head);
        Preconditions conditions = Preconditions.of(head);
        ObjectRecord object;
        synchronized (upload) {
            upload.checkOpen();
            conditions.checkWrite(bucket.find(head.key()));
            Path target = bucket.newFile();
            try {
                object = uploads.join(upload, claim, target, now());
                writeRate.count(head.bucket(), head.key(), now());
                bucket.publish(object, conditions::checkWrite);
            } catch (IOException | RuntimeException e) {
                Files.deleteIfExists(target);
                throw e;
            }
            uploads.remove(upload);
        }
        exchange.answer(200, XML, Xml.result("CompleteMultipartUploadResult", xml -> xml
                .text("Location", "/" + head.bucket() + PercentCoding.encode("/" + head.key(), true))
                .text("Bucket", head.bucket())
                .text("Key", head.key())
                .text("ETag", "\"" + object.etag() + "\"")));
    }

    void abort(Exchange exchange) throws IOException {
        uploads.remove(upload(exchange.head()));
        exchange.answer(204, Map.of(), new byte[0]);
    }

    void listUploads(Exchange exchange) throws IOException {
        RequestHead head = exchange.head();
        folder.get(head.bucket());
        String prefix = head.parameter("prefix").orElse("");
        int limit = BucketAnswers.number(head, "max-uploads", MAX_LISTED);
        String keyMarker = head.parameter("key-marker").orElse("");
        String idMarker = head.parameter("upload-id-marker").orElse("");
        List<MultipartUpload> found = uploads.all().stream()
                .filter(upload -> upload.start().bucket().equals(head.bucket()))
                .filter(upload -> upload.start().key().startsWith(prefix))
                .toList();
        // The marks name the last upload of the page before; with a key alone, all uploads of that key were on it.
        int from = 0;
        for (int i = 0; i < found.size(); i++) {
            MultipartUpload.Start start = found.get(i).start();
            boolean seen = start.key().compareTo(keyMarker) < 0
                    || start.key().equals(keyMarker) && (idMarker.isEmpty() || start.uploadId().equals(idMarker));
            from = seen ? i + 1 : from;
        }
        List<MultipartUpload> page = found.subList(from, Math.min(found.size(), from + limit));
        boolean more = from + page.size() < found.size();
        UnaryOperator<String> coding = BucketAnswers.coding(head);
        exchange.answer(200, XML, Xml.result("ListMultipartUploadsResult", xml -> {
            xml.text("Bucket", head.bucket()).text("Prefix", coding.apply(prefix)).text("MaxUploads", limit);
            xml.text("IsTruncated", more);
            head.parameter("encoding-type").ifPresent(type -> xml.text("EncodingType", type));
            if (more && !page.isEmpty()) {
                MultipartUpload.Start last = page.get(page.size() - 1).start();
                xml.text("NextKeyMarker", coding.apply(last.key())).text("NextUploadIdMarker", last.uploadId());
            }
            page.forEach(upload -> xml.element("Upload", one -> one
                    .text("Key", coding.apply(upload.start().key()))
                    .text("UploadId", upload.start().uploadId())
                    .text("Initiated", Instant.ofEpochSecond(upload.start().started()))));
        }));
    }

    void listParts(Exchange exchange) throws IOException {
        RequestHead head = exchange.head();
        MultipartUpload upload = upload(head);
        int limit = BucketAnswers.number(head, "max-parts", MAX_LISTED);
        int marker = head.parameter("part-number-marker").isEmpty()
                ? 0
                : BucketAnswers.number(head, "part-number-marker", Multipart.MAX_PARTS);
        List<MultipartUpload.Part> after = List.copyOf(upload.parts().tailMap(marker, false).values());
        List<MultipartUpload.Part> page = after.subList(0, Math.min(limit, after.size()));
        exchange.answer(200, XML, Xml.result("ListPartsResult", xml -> {
            xml.text("Bucket", head.bucket()).text("Key", head.key()).text("UploadId", upload.start().uploadId());
            xml.text("PartNumberMarker", marker).text("MaxParts", limit);
            xml.text("IsTruncated", page.size() < after.size());
            if (!page.isEmpty()) {
                xml.text("NextPartNumberMarker", page.get(page.size() - 1).number());
            }
            page.forEach(part -> xml.element("Part", one -> one
                    .text("PartNumber", part.number())
                    .text("LastModified", Instant.ofEpochSecond(part.modified()))
                    .text("ETag", "\"" + part.md5() + "\"")
                    .text("Size", part.size())));
        }));
    }

    private MultipartUpload upload(RequestHead head) {
        folder.get(head.bucket());
        return uploads.get(head.bucket(), head.key(), head.parameter("uploadId").orElse(""));
    }

    /** An abort while the body arrives takes the folder away. */
    private static ReceivedFile receive(MultipartUpload upload, InputStream body) throws IOException {
        try {
            return ReceivedFile.of(body, upload.newFile());
        } catch (NoSuchFileException e) {
            throw R2Error.noSuchUpload();
        }
    }

    private Instant now() {
        return clock.get().instant();
    }
}
