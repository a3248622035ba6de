package io.dromedary.watch;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dromedary.problem.Problem;
import io.dromedary.storage.ObjectUrl;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Whatever an entry of config/watches.properties says, and whatever objects are called: entries are refused by name at the
 * start, and no object stops its watch, or leads it out of its bucket. In bin/test these are the texts of
 * src/test/resources alone; bench/guided searches for others.
 */
class WatchFuzzTest {

    private static final String ENTRY = "camel.route-template[w].";

    /** The key of an object, and then lines of {@code parameter=value}. */
    @FuzzTest
    void anEntryIsRefusedByNameOrTakesObjectsOfItsBucketAlone(byte[] bytes) {
        String[] lines = new String(bytes, StandardCharsets.UTF_8).split("\n");
        var properties = new HashMap<>(Map.of(ENTRY + "template-id", "watch-bucket", ENTRY + "bucket", "media",
                ENTRY + "kind", "video"));
        for (int i = 1; i < lines.length; i++) {
            String[] pair = lines[i].split("=", 2);
            // A name that ends earlier, or none, would be another property.
            if (pair.length == 2 && !pair[0].isEmpty() && !pair[0].contains("]")) {
                properties.put(ENTRY + pair[0], pair[1]);
            }
        }
        Watch watch;
        try {
            watch = WatchEntriesTest.readAll(properties).get("w");
        } catch (IllegalArgumentException refused) {
            assertThat(refused.getMessage()).startsWith("The watch 'w' (config/watches.properties): '").endsWith(".")
                    .doesNotContain("secret-token");
            return;
        }
        assertThat(watch.toString()).doesNotContain("secret-token");
        checkObject(watch, new FoundObject(lines.length == 0 ? "" : lines[0], "etag", 1));
        checkObject(watch, new FoundObject(watch.prefix() + (lines.length == 0 ? "" : lines[0]), "etag", 1));
    }

    /** What a message of a queue holds. */
    @FuzzTest
    void noMessageOfAQueueStopsItsWatch(byte[] bytes) {
        Watch watch = WatchEntriesTest.readAll(Map.of(ENTRY + "template-id", "watch-bucket", ENTRY + "bucket", "media",
                ENTRY + "kind", "video", ENTRY + "prefix", "in/", ENTRY + "source", "move", ENTRY + "move-to", "done/",
                ENTRY + "output", "s3://out/{filename}/{filename}.{ext}")).get("w");
        new EventParser().objects(watch, new Batch(List.of(new Batch.Message("id", Base64.getEncoder().encodeToString(bytes), ""),
                new Batch.Message("id", new String(bytes, StandardCharsets.ISO_8859_1), ""))))
                .forEach(object -> checkObject(watch, object));
    }

    private static void checkObject(Watch watch, FoundObject object) {
        if (!watch.wants(object)) {
            return;
        }
        assertThat(object.key()).startsWith(watch.prefix()).doesNotContain("\0");
        ObjectNode order = watch.orderFor(object.key());
        try {
            WatchEntriesTest.check(order);
        } catch (Problem refused) {
            assertThat(Intake.isOfItsName(refused)).as(refused.getMessage()).isTrue();
            return;
        }
        assertThat(ObjectUrl.parse(order.get("input").asText())).contains(new ObjectUrl(watch.bucket(), object.key()));
        Optional<ObjectUrl> destination = watch.destination(object.key());
        assertThat(destination.isPresent()).isEqualTo(watch.afterSuccess() == AfterSuccess.MOVE);
        destination.ifPresent(target -> {
            assertThat(target).isNotEqualTo(new ObjectUrl(watch.bucket(), object.key()));
            assertThat(target.bucket()).isEqualTo(watch.moveTo().orElseThrow().bucket());
            assertThat(target.key()).startsWith(watch.moveTo().orElseThrow().key())
                    .endsWith(object.key().substring(watch.prefix().length()));
            assertThat(ObjectUrl.parse(target.toString())).contains(target);
        });
    }
}
