package io.dromedary.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dromedary.problem.Problem;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What objects in buckets may have, and that nothing else gets into a header. */
class ObjectHeadersTest {

    private static ObjectHeaders read(String json) {
        try {
            return ObjectHeaders.of(new ObjectMapper().readTree(json.replace('\'', '"')), "output_headers");
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    @Test
    void whatAJobAsksForComesBeforeTheSettings() {
        ObjectHeaders usual = read("{'cache_control': 'no-cache', 'storage_class': 'STANDARD_IA', 'metadata': {'a': '1', 'b': '2'}}");
        ObjectHeaders asked = read("{'cache_control': 'public, max-age=60', 'content_disposition': 'attachment; filename=a.mp4',"
                + " 'metadata': {'b': '3'}}");
        assertThat(asked.or(usual)).isEqualTo(new ObjectHeaders(Optional.of("public, max-age=60"),
                Optional.of("attachment; filename=a.mp4"), Optional.of("STANDARD_IA"), Map.of("a", "1", "b", "3")));
        assertThat(ObjectHeaders.NONE.or(usual)).isEqualTo(usual);
        assertThat(read("{}")).isEqualTo(ObjectHeaders.NONE);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "{'cache_control': 'a\\r\\nX-Evil: 1'} | output_headers.cache_control", "{'cache_control': ''} | output_headers.cache_control",
        "{'cache_control': 7} | output_headers.cache_control", "{'cache_control': 'no-cache é'} | output_headers.cache_control",
        "{'cache_control': '${sys.user}'} | output_headers.cache_control", "{'cache_control': '$simple{1}'} | output_headers.cache_control",
        "{'content_disposition': 'form-data'} | output_headers.content_disposition",
        "{'storage_class': 'standard'} | output_headers.storage_class",
        "{'metadata': {'Name': 'a'}} | output_headers.metadata", "{'metadata': {'dromedary-job': 'a'}} | output_headers.metadata",
        "{'metadata': {'a': 'b\\n'}} | output_headers.metadata.a", "{'metadata': {'a': '${body}'}} | output_headers.metadata.a"})
    void whatIsWrongIsRefusedByName(String json, String field) {
        assertThatThrownBy(() -> read(json)).isInstanceOfSatisfying(Problem.class, problem ->
                assertThat(problem.field()).contains(field));
    }

    @Test
    void metadataIsBounded() {
        assertThat(read("{'metadata': {'a': '" + "x".repeat(500) + "'}}").metadata()).hasSize(1);
        String most = "'a': 'V', 'b': 'V', 'c': 'V', 'd': 'V'".replace("V", "x".repeat(450));
        assertThatThrownBy(() -> read("{'metadata': {" + most + "}}")).hasMessageContaining("at most 1800 bytes");
        assertThatThrownBy(() -> read("{'cache_control': '" + "x".repeat(513) + "'}")).isInstanceOf(Problem.class);
    }
}
