package io.dromedary.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The page's list of jobs, as the events of a project change it. */
@Tag("encode")
class PageListTest {

    @Test
    void aJobThatIsDeletedLeavesTheList() {
        JsonNode lists = Player.list(Path.of("src/main/resources/web/joblist.js").toAbsolutePath());
        assertThat(lists.get("changed").toString()).isEqualTo("[\"job_3 queued\",\"job_2 succeeded\",\"job_1 queued\"]");
        String without = "[\"job_3 queued\",\"job_1 queued\"]";
        assertThat(lists.get("deleted").toString()).isEqualTo(without);
        assertThat(lists.get("endedAndDeleted").toString()).isEqualTo(without);
        String all = "[\"job_3 queued\",\"job_2 queued\",\"job_1 queued\"]";
        assertThat(lists.get("newAndDeleted").toString()).isEqualTo(all);
        assertThat(lists.get("unknown").toString()).isEqualTo(all);
    }
}
