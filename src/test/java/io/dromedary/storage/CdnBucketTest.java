package io.dromedary.storage;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which objects the URLs of a CDN over a bucket name. */
class CdnBucketTest {

    private static final String URL = "https://cdn.example.com/public%20files/";
    private final CdnBucket cdn = CdnBucket.of("s3://media/public files", "r2", "https://cdn.example.com").orElseThrow();

    @ParameterizedTest
    @CsvSource({"job_1/a.mp4, job_1, public files/job_1/a.mp4", "job_1/hls/a+b%20c.ts, job_1, public files/job_1/hls/a+b c.ts",
        "job_1/a.mp4?token=x/../y, job_1, public files/job_1/a.mp4", "task_2/a.mp4#t=5, task_2, public files/task_2/a.mp4"})
    void aFileOfAJobIsNamedWithoutWhatSignsIt(String path, String owner, String key) {
        assertThat(cdn.published(URL + path)).hasValue(new CdnBucket.Published(new ObjectUrl("media", key), owner));
    }

    @ParameterizedTest
    @ValueSource(strings = {"job_1/../job_2/a.mp4", "job_1/%2e%2e/job_2/a.mp4", "job_1/..%2Fjob_2/a.mp4", "job_1/./a.mp4",
        "../private/a.mp4", "%2e%2e/private/a.mp4", "job_1/%", "job_1/%zz", "a.mp4", "job_1/", ""})
    void whatCanBeReadInTwoWaysOrIsOfNoJobIsNone(String path) {
        assertThat(cdn.published(URL + path)).isEmpty();
    }

    @Test
    void anothersUrlIsNone() {
        assertThat(cdn.published("https://cdn.example.com/other/job_1/a.mp4")).isEmpty();
        assertThat(cdn.published("https://cdn.example.com.evil.example/public%20files/job_1/a.mp4")).isEmpty();
    }
}
