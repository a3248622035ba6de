package io.dromedary.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromedary.published.Suite;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each form in which requests are published works as it says, or is refused by a sentence. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("encode")
class PublishedRequestsTest {

    private static final Path FILE = Path.of("src/test/resources/published/requests.json");

    private Suite suite;

    @BeforeAll
    void start(@TempDir Path folder) throws IOException {
        BaseNode<?> node = SharedNode.of(SharedNode.Kind.WORKER, PublishedRequestsTest.class).node();
        suite = new Suite(FILE, node.url(), BaseNode.KEY, folder);
    }

    @AfterAll
    void stop() {
        suite.close();
    }

    static Set<String> entries() throws IOException {
        return Suite.ids(FILE);
    }

    @ParameterizedTest
    @MethodSource("entries")
    void itWorksAsPublished(String id) throws Exception {
        assertThat(suite.complaint(id)).isEmpty();
    }
}
