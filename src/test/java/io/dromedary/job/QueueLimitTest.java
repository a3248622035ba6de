package io.dromedary.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.dromedary.database.Database;
import io.dromedary.problem.Problem;
import io.dromedary.problem.ProblemKind;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No more jobs wait than may, whether callers send them or watches find them. */
class QueueLimitTest {

    private final AtomicLong nanos = new AtomicLong();

    @Test
    void whoeverComesWithManyLetsInWhatHasRoomAndComesAgainWithTheRest(@TempDir Path folder) {
        try (Database database = Database.open(folder.resolve("test.db"))) {
            var jobs = new JobStore(database, new Lanes(Set.of()), Clock.systemUTC(),
                    new JobMeters(new SimpleMeterRegistry()));
            var limit = new QueueLimit(database, nanos::get, 3);
            List<String> found = List.of("a", "b", "c", "d", "e");
            List<String> admitted = limit.admitSome(found);
            assertThat(admitted).containsExactly("a", "b", "c");
            assertThatThrownBy(() -> limit.refuseRest(found, admitted)).isInstanceOfSatisfying(Problem.class,
                    problem -> assertThat(problem.kind()).isEqualTo(ProblemKind.TOO_MANY_REQUESTS));
            assertThatThrownBy(limit::admit).isInstanceOf(Problem.class);

            String waiting = create(jobs);
            nanos.addAndGet(Duration.ofSeconds(1).toNanos());
            List<String> rest = found.subList(3, 5);
            assertThat(limit.admitSome(rest)).isEqualTo(rest);
            assertThatCode(() -> limit.refuseRest(rest, rest)).doesNotThrowAnyException();
            assertThatThrownBy(limit::admit).isInstanceOf(Problem.class);

            jobs.cancel("default", waiting);
            nanos.addAndGet(Duration.ofSeconds(1).toNanos());
            assertThatCode(limit::admit).doesNotThrowAnyException();
        }
    }

    @Test
    void withoutALimitAllAreLetIn(@TempDir Path folder) {
        try (Database database = Database.open(folder.resolve("test.db"))) {
            List<Integer> many = List.of(1, 2, 3);
            assertThat(new QueueLimit(database, nanos::get, 0).admitSome(many)).isEqualTo(many);
        }
    }

    private static String create(JobStore jobs) {
        return jobs.create(new JobStore.Order(new JobStore.Owner("default", Optional.empty()), "video", Optional.empty(), "https://example.com/in.mp4", Optional.empty(),
                Optional.empty(), Optional.empty(), JsonNodeFactory.instance.objectNode(), Optional.empty(), 4,
                Optional.empty())).id();
    }
}
