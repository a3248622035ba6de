package io.dromedary.watch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
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
            JsonNodeFactory.instance.objectNode(), AfterSuccess.KEEP, Optional.empty(), Optional.empty());

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
}
