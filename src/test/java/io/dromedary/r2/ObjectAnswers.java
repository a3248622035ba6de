package io.dromedary.r2;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Answers to operations on single objects. */
final class ObjectAnswers {

    private static final DateTimeFormatter HTTP_DATE =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH).withZone(ZoneOffset.UTC);

    private final ObjectFolder folder;
    private final WriteRate writeRate;
    private final Supplier<Clock> clock;

    ObjectAnswers(ObjectFolder folder, WriteRate writeRate, Supplier<Clock> clock) {
        this.folder = folder;
        this.writeRate = writeRate;
        this.clock = clock;
    }

    /** GET and HEAD. */
    void get(Exchange exchange) throws IOException {
        RequestHead head = exchange.head();
        Bucket.Opened opened = folder.get(head.bucket()).open(head.key()).orElseThrow(R2Error::noSuchKey);
        try (FileChannel channel = opened.channel()) {
            ObjectRecord object = opened.record();
            Map<String, String> headers = headers(object);
            if (Preconditions.of(head).notModified(object)) {
                exchange.answer(304, headers, new byte[0]);
                return;
            }
            head.query().forEach((name, value) -> {
                if (name.startsWith("response-")) {
                    headers.put(name.substring("response-".length()), value);
                }
            });
            Optional<ByteRange> range = head.header("range").map(text -> ByteRange.of(text, object.size()));
            range.ifPresent(bytes -> headers.put("content-range", bytes.contentRange(object.size())));
            exchange.answer(range.isPresent() ? 206 : 200, headers, channel,
                    range.map(ByteRange::first).orElse(0L), range.map(ByteRange::length).orElse(object.size()));
        }
    }

    void put(Exchange exchange, InputStream body) throws IOException {
        RequestHead head = exchange.head();
        Rules.checkLength(head);
        Bucket bucket = folder.get(head.bucket());
        Preconditions conditions = Preconditions.of(head);
        conditions.checkWrite(bucket.find(head.key()));
        writeRate.count(head.bucket(), head.key(), clock.get().instant());
        ObjectRecord object = store(bucket, head.key(), body, ObjectAttributes.of(head), conditions);
        exchange.answer(200, Map.of("ETag", "\"" + object.etag() + "\""), new byte[0]);
    }

    void copy(Exchange exchange, ApiKey key) throws IOException {
        RequestHead head = exchange.head();
        Bucket target = folder.get(head.bucket());
        try (CopySource source = CopySource.open(head, key, folder)) {
            ObjectRecord old = source.record();
            if (old.size() > CopySource.MAX_BYTES) {
                throw R2Error.invalidArgument("x-amz-copy-source is larger than what one request copies");
            }
            boolean replace = head.header("x-amz-metadata-directive").filter("REPLACE"::equals).isPresent();
            ObjectAttributes attributes = replace
                    ? ObjectAttributes.of(head)
                    : new ObjectAttributes(old.headers(), old.metadata(), old.storageClass());
            writeRate.count(head.bucket(), head.key(), clock.get().instant());
            ObjectRecord copy = store(target, head.key(), Channels.newInputStream(source.channel()), attributes,
                    Preconditions.of(head, "cf-copy-destination-"));
            exchange.answer(200, Map.of("Content-Type", "application/xml"), Xml.result("CopyObjectResult", xml -> xml
                    .text("ETag", "\"" + copy.etag() + "\"")
                    .text("LastModified", copy.lastModified())));
        }
    }

    void delete(Exchange exchange) throws IOException {
        RequestHead head = exchange.head();
        Bucket bucket = folder.get(head.bucket());
        writeRate.count(head.bucket(), head.key(), clock.get().instant());
        bucket.delete(head.key());
        exchange.answer(204, Map.of(), new byte[0]);
    }

    /** Streams a body into a new file and publishes it; nothing is left of it when either fails. */
    ObjectRecord store(Bucket bucket, String key, InputStream body, ObjectAttributes attributes,
            Preconditions conditions) throws IOException {
        ReceivedFile file = ReceivedFile.of(body, bucket.newFile());
        ObjectRecord object = new ObjectRecord(key, file.path().getFileName().toString(), file.size(), file.md5(),
                clock.get().instant().getEpochSecond(), attributes.headers(), attributes.metadata(),
                attributes.storageClass());
        try {
            bucket.publish(object, conditions::checkWrite);
        } catch (IOException | RuntimeException e) {
            file.discard();
            throw e;
        }
        return object;
    }

    private static Map<String, String> headers(ObjectRecord object) {
        Map<String, String> headers = new LinkedHashMap<>(object.headers());
        headers.put("content-type", object.contentType());
        headers.put("etag", "\"" + object.etag() + "\"");
        headers.put("last-modified", HTTP_DATE.format(object.lastModified()));
        headers.put("accept-ranges", "bytes");
        if (!object.storageClass().equals("STANDARD")) {
            headers.put("x-amz-storage-class", object.storageClass());
        }
        object.metadata().forEach((name, value) -> headers.put("x-amz-meta-" + name, value));
        return headers;
    }
}
