package io.dromedary.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromedary.database.Database;
import io.dromedary.database.DatabaseAddress;
import io.dromedary.database.Engine;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

/** Two nodes on one database tell each other what has come. */
@Tag("process")
class SignalsOnPostgresqlTest {

    private static final Set<String> LANES = Set.of("heavy", "light");

    private DatabaseAddress address;
    private Database database;
    private RungBells here;
    private RungBells there;
    private Signals ofHere;
    private Signals ofThere;

    @BeforeEach
    void start() {
        address = Engine.POSTGRESQL.newDatabaseWithTables(Path.of(""));
        database = Database.open(address);
        here = new RungBells(LANES);
        there = new RungBells(LANES);
        ofHere = new Signals(database, address, here.bells());
        ofThere = new Signals(database, address, there.bells());
        ofHere.start();
        ofThere.start();
        until(() -> listening().size() == 2);
        untilAllAreRung(here);
        untilAllAreRung(there);
    }

    @AfterEach
    void stop() throws SQLException, InterruptedException {
        ofHere.close();
        ofThere.close();
        database.close();
    }

    @Test
    void whatOneNodeSendsRingsTheBellOfThatLaneAtTheOther() {
        ofHere.send("heavy");
        until(() -> there.rung().equals(Set.of("heavy")));
        ofThere.send("light");
        until(() -> here.rung().equals(Set.of("light")));
        assertThat(here.rung()).isEmpty();
        assertThat(there.rung()).as("its own signal is no news").isEmpty();
    }

    @Test
    void ofManyThingsThatComeAtOnceFewSignalsAreMade() throws SQLException {
        try (Connection third = DriverManager.getConnection(address.url(), address.user().orElseThrow(), "");
                var statement = third.createStatement()) {
            statement.execute("listen dromedary_lanes");
            for (int i = 0; i < 10_000; i++) {
                ofHere.send(i % 2 == 0 ? "heavy" : "light");
            }
            ofHere.send("last");
            var heard = new ArrayList<String>();
            until(() -> {
                PGNotification[] some = third.unwrap(PGConnection.class).getNotifications(10);
                List.of(some).forEach(signal -> heard.add(signal.getParameter()));
                return heard.stream().anyMatch(text -> text.endsWith(" last"));
            });
            assertThat(heard).anyMatch(text -> text.endsWith(" heavy")).anyMatch(text -> text.endsWith(" light"))
                    .hasSizeLessThan(500);
        }
        untilAllAreRung(there);
    }

    @Test
    void whoseConnectionIsCutListensAgainAndLooksEverywhere() {
        List<Integer> before = listening();
        before.forEach(pid -> database.jdbi().useHandle(handle ->
                handle.createQuery("select pg_terminate_backend(:pid)").bind("pid", pid).mapTo(Boolean.class).one()));
        untilAllAreRung(there);
        until(() -> listening().size() == 2);
        assertThat(listening()).doesNotContainAnyElementsOf(before);
        there.rung();
        ofHere.send("heavy");
        until(() -> there.rung().contains("heavy"));
    }

    @Test
    void whoIsClosedHoldsNoConnection() throws SQLException, InterruptedException {
        ofThere.close();
        until(() -> listening().size() == 1);
        ofHere.send("heavy");
        assertThat(there.rung()).isEmpty();
    }

    /** The server's processes for those who listen. */
    private List<Integer> listening() {
        return database.jdbi().withHandle(handle -> handle.createQuery("""
                select pid from pg_stat_activity
                where datname = current_database() and application_name = 'dromedary signals'""")
                .mapTo(Integer.class).list());
    }

    /** One after the other. */
    private static void untilAllAreRung(RungBells bells) {
        var rung = new HashSet<String>();
        until(() -> {
            rung.addAll(bells.rung());
            return rung.equals(LANES);
        });
    }

    private static void until(Callable<Boolean> condition) {
        Awaitility.await().pollInterval(Duration.ofMillis(5)).until(condition);
    }
}
