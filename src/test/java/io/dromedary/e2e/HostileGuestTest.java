package io.dromedary.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromedary.LongForm;
import io.dromedary.e2e.HostileGuest.Result;
import io.dromedary.e2e.HostileGuest.Wall;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The short form of bench/hostile-guest: the attacks that need a whole server, behind walls and without. The others are
 * those of {@code OutputCollectorTest} and {@code HostileRunTest}; with {@code bin/test --long} all are tried behind walls here too.
 */
@Tag("process")
class HostileGuestTest {

    /** What the door is not tried with elsewhere, as it is about what comes after it. */
    private static final Set<String> WHOLE_SERVER = Set.of("routes", "cdn-secret", "map", "map-init", "extinf-nan",
            "playlist-fifo", "result-link-key", "result-fifo", "result-terabyte", "beside-fifo", "name-lines", "peaks-fifo",
            "line-answer", "brackets", "word-of-lines", "forged-lines", "hang", "hang-fifo", "segment-million-samples");

    @TempDir
    Path folder;

    @Test
    void nothingOfAHostileGuestComesThroughBehindWalls() throws IOException {
        check(Wall.BUBBLEWRAP, LongForm.isAsked() ? HostileAttack.all() : thoseOfAWholeServer());
    }

    @Test
    void whatTheDoorPromisesHoldsWithoutWallsToo() throws IOException {
        List<Wall> walls = Wall.ofThisMachine();
        check(walls.get(walls.size() - 1), thoseOfAWholeServer());
    }

    private static List<HostileAttack> thoseOfAWholeServer() {
        return HostileAttack.all().stream().filter(attack -> WHOLE_SERVER.contains(attack.name())).toList();
    }

    private void check(Wall wall, List<HostileAttack> attacks) throws IOException {
        try (var guest = new HostileGuest(folder.resolve(wall.name()), wall)) {
            Map<String, String> before = guest.watched();
            List<Result> results = guest.run(attacks);
            assertThat(results).as(guest::log).allSatisfy(result -> assertThat(result.wrong()).as("%s", result).isEmpty());
            assertThat(guest.watched()).isEqualTo(before);
            long refused = results.stream().filter(result -> result.end().equals(HostileAttack.REFUSED)).count();
            assertThat(refused).isPositive();
            assertThat(guest.refusals()).isGreaterThanOrEqualTo((int) refused);
            // A change of what is watched would be seen.
            Files.writeString(guest.canary(), "changed");
            assertThat(guest.watched()).isNotEqualTo(before);
        }
    }
}
