package io.dromedary.storage;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ObjectUrlTest {

    @ParameterizedTest
    @ValueSource(strings = {"a.mov", "a b.mov", "a%20b.mov", "a+b#c?d.mov", "/leading", "a//b", "dir/", "ü/日本語"})
    void aKeyIsTakenAndGivenBackAsItStands(String key) {
        ObjectUrl url = ObjectUrl.parse("s3://bucket/" + key).orElseThrow();
        assertThat(url).isEqualTo(new ObjectUrl("bucket", key));
        assertThat(url).hasToString("s3://bucket/" + key);
    }

    @ParameterizedTest
    @ValueSource(strings = {"s3://bucket", "s3://bucket/", "s3:///key", "https://bucket/key", "S3://bucket/key", ""})
    void whatNamesNoObjectIsNone(String url) {
        assertThat(ObjectUrl.parse(url)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"..", "../a", "a/..", "a/../b", "./a", "a/./b", "a/."})
    void aKeyThatSomeTakeForAnotherPlaceIsNotPlain(String key) {
        assertThat(new ObjectUrl("bucket", key).isPlain()).isFalse();
        assertThat(new ObjectUrl("bucket", key.replace(".", "x.")).isPlain()).isTrue();
    }

    @Test
    void aDirectoryTakesAName() {
        ObjectUrl directory = ObjectUrl.parse("s3://bucket/out/").orElseThrow();
        assertThat(directory.isDirectory()).isTrue();
        assertThat(directory.resolve("a.mp4")).hasToString("s3://bucket/out/a.mp4");
    }
}
