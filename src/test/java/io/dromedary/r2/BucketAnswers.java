package io.dromedary.r2;

import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Answers to operations on buckets and to listings. */
final class BucketAnswers {

    private static final Map<String, String> XML = Map.of("Content-Type", "application/xml");

    private final ObjectFolder folder;

    BucketAnswers(ObjectFolder folder) {
        this.folder = folder;
    }

    void listBuckets(Exchange exchange, ApiKey key) throws IOException {
        exchange.answer(200, XML, Xml.result("ListAllMyBucketsResult", xml -> {
            xml.element("Buckets", buckets -> folder.buckets().stream()
                    .filter(bucket -> key.reaches(bucket.name()))
                    .forEach(bucket -> buckets.element("Bucket", one -> one
                            .text("Name", bucket.name())
                            .text("CreationDate", bucket.created()))));
            xml.element("Owner", owner -> owner.text("ID", "double").text("DisplayName", "double"));
        }));
    }

    void head(Exchange exchange) throws IOException {
        folder.get(exchange.head().bucket());
        exchange.answer(200, Map.of(), new byte[0]);
    }

    void create(Exchange exchange) throws IOException {
        String name = exchange.head().bucket();
        if (!folder.create(name)) {
            throw new R2Error(409, "BucketAlreadyOwnedByYou",
                    "Your previous request to create the named bucket succeeded and you already own it.");
        }
        exchange.answer(200, Map.of("Location", "/" + name), new byte[0]);
    }

    void delete(Exchange exchange) throws IOException {
        folder.delete(exchange.head().bucket());
        exchange.answer(204, Map.of(), new byte[0]);
    }

    /** ListObjectsV2, and the first version with its markers, which Camel's consumer still uses. */
    void list(Exchange exchange) throws IOException {
        RequestHead head = exchange.head();
        Bucket bucket = folder.get(head.bucket());
        boolean second = head.parameter("list-type").filter("2"::equals).isPresent();
        String prefix = head.parameter("prefix").orElse("");
        String delimiter = head.parameter("delimiter").orElse("");
        int limit = number(head, "max-keys", Listing.MAX_KEYS);
        String after = second
                ? head.parameter("continuation-token").map(Listing::ofToken)
                        .or(() -> head.parameter("start-after")).orElse("")
                : head.parameter("marker").orElse("");
        Listing page = Listing.of(bucket.objects(), prefix, delimiter, after, limit);
        UnaryOperator<String> coding = coding(head);
        exchange.answer(200, XML, Xml.result("ListBucketResult", xml -> {
            xml.text("Name", bucket.name()).text("Prefix", coding.apply(prefix)).text("MaxKeys", limit);
            xml.text("IsTruncated", page.last().isPresent());
            if (!delimiter.isEmpty()) {
                xml.text("Delimiter", coding.apply(delimiter));
            }
            head.parameter("encoding-type").ifPresent(type -> xml.text("EncodingType", type));
            if (second) {
                xml.text("KeyCount", page.objects().size() + page.prefixes().size());
                head.parameter("continuation-token").ifPresent(token -> xml.text("ContinuationToken", token));
                head.parameter("start-after").ifPresent(key -> xml.text("StartAfter", coding.apply(key)));
                page.last().ifPresent(last -> xml.text("NextContinuationToken", Listing.token(last)));
            } else {
                xml.text("Marker", coding.apply(after));
                page.last().ifPresent(last -> xml.text("NextMarker", coding.apply(last)));
            }
            page.objects().forEach(object -> xml.element("Contents", one -> contents(one, object, coding)));
            page.prefixes().forEach(common -> xml.element("CommonPrefixes",
                    one -> one.text("Prefix", coding.apply(common))));
        }));
    }

    /** A parameter that limits a page. */
    static int number(RequestHead head, String name, int most) {
        try {
            int number = Integer.parseInt(head.parameter(name).orElse(Integer.toString(most)));
            if (number >= 0) {
                return Math.min(number, most);
            }
        } catch (NumberFormatException e) {
            // Answered below, as a negative number is.
        }
        throw R2Error.invalidArgument(name);
    }

    /** How keys are written: as they are, or percent-coded for clients whose XML cannot carry every character. */
    static UnaryOperator<String> coding(RequestHead head) {
        return head.parameter("encoding-type").filter("url"::equals).isPresent()
                ? key -> PercentCoding.encode(key, true)
                : UnaryOperator.identity();
    }

    private static void contents(Xml xml, ObjectRecord object, UnaryOperator<String> coding) {
        Instant modified = object.lastModified();
        xml.text("Key", coding.apply(object.key()))
                .text("LastModified", modified)
                .text("ETag", "\"" + object.etag() + "\"")
                .text("Size", object.size())
                .text("StorageClass", object.storageClass());
    }
}
