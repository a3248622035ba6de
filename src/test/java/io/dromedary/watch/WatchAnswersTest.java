package io.dromedary.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.dromedary.problem.Problem;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.s3.model.S3Object;

/** What stores tell watches of objects. */
class WatchAnswersTest {

    private static final Watch WATCH = new Watch("w", "default", Optional.empty(), "b", "in/", List.of(),
            JsonNodeFactory.instance.objectNode(), AfterSuccess.KEEP, Optional.empty(), Optional.empty(), true, true);

    @ParameterizedTest
    @CsvSource({"in/a.mp4, 1, 3, true", "in/a.mp4, -1, 3, false", "in/a.mp4, 0, 3, false", "out/a.mp4, 1, 3, false",
        "in/a.mp4, 1, 257, false", "in/a.mp4, 9223372036854775807, 3, true"})
    void anObjectThatCannotBeIsNotWanted(String key, long size, int tag, boolean wanted) {
        assertThat(WATCH.wants(FoundObject.of(key, "e".repeat(tag), size))).isEqualTo(wanted);
    }

    @Test
    void aKeyLongerThanAnyStoresIsNotWanted() {
        assertThat(WATCH.wants(FoundObject.of("in/" + "ä".repeat(510), "e", 1))).isTrue();
        assertThat(WATCH.wants(FoundObject.of("in/" + "ä".repeat(511), "e", 1))).isFalse();
    }

    @Test
    void anObjectOfWhichAListTellsTooLittleIsLeftOut() {
        assertThat(FoundObject.of(S3Object.builder().key("in/a").eTag("e").build())).isEmpty();
        assertThat(FoundObject.of(S3Object.builder().key("in/a").size(1L).build())).isEmpty();
        assertThat(FoundObject.of(S3Object.builder().key("in/a").eTag("e").size(1L).build())).isPresent();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 5 << 20, (5 << 20) * 10_000L, (5 << 20) * 10_000L + 1, Long.MAX_VALUE})
    void aCopyHasNoMorePartsThanThereCanBeWhateverSizeIsTold(long size) {
        long part = ServerSideCopy.partLength(size, 5 << 20);
        assertThat(part).isGreaterThanOrEqualTo(5 << 20);
        assertThat((size - 1) / part + 1).isBetween(1L, 10_000L);
    }

    private static List<FoundObject> told(String json) {
        return new S3Events(null).submittedObjects(WATCH, json.replace('\'', '"'));
    }

    private static String event(String name, String bucket, String key) {
        return "{'eventName': '%s', 's3': {'bucket': {'name': '%s'}, 'object': {'key': '%s', 'size': 7, 'eTag': 'abc', 'sequencer': '0'}}}"
                .formatted(name, bucket, key);
    }

    @Test
    void eventsOfStoresTellOfTheObjectsThatWereCreated() {
        String events = "{'Records': [" + String.join(", ", event("ObjectCreated:Put", "b", "in/a+b%C3%A4%2B.mp4"),
                event("s3:ObjectCreated:CompleteMultipartUpload", "b", "in%2Fc.mp4"), event("ObjectRemoved:Delete", "b", "in/d.mp4"),
                event("s3:ObjectAccessed:Get", "b", "in/e.mp4")) + "]}";
        assertThat(told(events)).containsExactly(new FoundObject("in/a b\u00e4+.mp4", "abc", 7), new FoundObject("in/c.mp4", "abc", 7));
        assertThat(told("{'Service': 'Amazon S3', 'Event': 's3:TestEvent', 'Bucket': 'b'}")).isEmpty();
        assertThat(told("{'Records': []}")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"{} | Records", "{'Records': 7} | Records", "nonsense | Records", "'' | Records",
        "{'Records': [{}]} | Records[0].s3.bucket.name",
        "{'Records': [{'eventName': 'ObjectRemoved:Delete', 's3': {'bucket': {'name': 'other'}}}]} | Records[0].s3.bucket.name",
        "{'Records': [{'s3': {'bucket': {'name': 'b'}}}]} | Records[0].eventName",
        "{'Records': [{'eventName': 'ObjectCreated:Put', 's3': {'bucket': {'name': 'b'}}}]} | Records[0].s3.object.size",
        "{'Records': [{'eventName': 'ObjectCreated:Put', 's3': {'bucket': {'name': 'b'}, 'object': {'size': 1, 'key': '%zz', 'eTag': 'a'}}}]} | Records[0].s3.object.key",
        "{'Records': [{'eventName': 'ObjectCreated:Put', 's3': {'bucket': {'name': 'b'}, 'object': {'size': 1, 'key': 'a'}}}]} | Records[0].s3.object.eTag"})
    void whatIsNoEventOfThisBucketIsRefusedByName(String json, String field) {
        assertThatThrownBy(() -> told(json)).isInstanceOfSatisfying(Problem.class, problem -> assertThat(problem.field()).contains(field));
    }

    @Test
    void eventsAreBounded() {
        String one = event("ObjectCreated:Put", "b", "in/a.mp4") + ", ";
        assertThatThrownBy(() -> told("{'Records': [" + one.repeat(1_001).replaceFirst(", $", "") + "]}"))
                .hasMessageContaining("at most 1000");
    }
}
