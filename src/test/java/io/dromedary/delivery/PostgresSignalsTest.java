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
class PostgresSignalsTest {

    private static final Set<String> LANES = Set.of("heavy", "light");

    private DatabaseAddress address;
    private Database database;
    private HeardSignals here;
    private HeardSignals there;
    private PostgresSignals ofHere;
    private PostgresSignals ofThere;

    @BeforeEach
    void start() {
        address = Engine.POSTGRESQL.newDatabaseWithTables(Path.of(""));
        database = Database.open(address);
        here = new HeardSignals(LANES);
        there = new HeardSignals(LANES);
        ofHere = new PostgresSignals(database, address, here.signals());
        ofThere = new PostgresSignals(database, address, there.signals());
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
        until(() -> there.heard().equals(Set.of("heavy")));
        ofThere.send("light");
        until(() -> here.heard().equals(Set.of("light")));
        assertThat(here.heard()).isEmpty();
        assertThat(there.heard()).as("its own signal is no news").isEmpty();
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
        there.heard();
        ofHere.send("heavy");
        until(() -> there.heard().contains("heavy"));
    }

    @Test
    void whoIsClosedHoldsNoConnection() throws SQLException, InterruptedException {
        ofThere.close();
        until(() -> listening().size() == 1);
        ofHere.send("heavy");
        assertThat(there.heard()).isEmpty();
    }

    /** The server's processes for those who listen. */
    private List<Integer> listening() {
        return database.jdbi().withHandle(handle -> handle.createQuery("""
                select pid from pg_stat_activity
                where datname = current_database() and application_name = 'dromedary signals'""")
                .mapTo(Integer.class).list());
    }

    /** One after the other. */
    private static void untilAllAreRung(HeardSignals signals) {
        var heard = new HashSet<String>();
        until(() -> {
            heard.addAll(signals.heard());
            return heard.equals(LANES);
        });
    }

    private static void until(Callable<Boolean> condition) {
        Awaitility.await().pollInterval(Duration.ofMillis(5)).until(condition);
    }
}
