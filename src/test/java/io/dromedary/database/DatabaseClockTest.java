package io.dromedary.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Nodes have the time of their server of PostgreSQL, whatever their own clocks say. */
@Tag("process")
class DatabaseClockTest {

    private final AtomicLong nanos = new AtomicLong(-5);
    private DatabaseAddress address;
    private Database database;

    @BeforeEach
    void open() {
        address = Engine.POSTGRESQL.newDatabaseWithTables(Path.of(""));
        database = Database.open(address);
    }

    @AfterEach
    void close() {
        database.close();
    }

    /** The server says that it is ten years later, as one whose clock is wrong would. */
    @Test
    void aNodeHasTheTimeOfTheServerAndNotThatOfItsMachine() {
        Duration ahead = Duration.ofDays(3_650);
        database.jdbi().useHandle(handle -> {
            handle.execute("create schema ahead");
            handle.execute("create function ahead.clock_timestamp() returns timestamptz language sql as"
                    + " 'select pg_catalog.clock_timestamp() + interval ''3650 days'''");
            handle.execute("alter database " + handle.createQuery("select current_database()").mapTo(String.class).one()
                    + " set search_path = public, ahead, pg_catalog");
        });
        try (Database wrong = Database.open(address)) {
            assertThat(wrong.clock().millis() - System.currentTimeMillis())
                    .isBetween(ahead.minusMinutes(1).toMillis(), ahead.plusMinutes(1).toMillis());
        }
    }

    @Test
    void betweenTwoAnswersTimeGoesOnByAClockThatNobodySets() {
        var clock = new DatabaseClock(database.jdbi(), nanos::get);
        clock.synchronize();
        long told = clock.millis();
        nanos.addAndGet(Duration.ofMillis(1_500).toNanos());
        assertThat(clock.millis()).isEqualTo(told + 1_500);
        nanos.addAndGet(Duration.ofHours(5).toNanos());
        assertThat(clock.instant().toEpochMilli()).isEqualTo(told + 1_500 + Duration.ofHours(5).toMillis());
        clock.synchronize();
        assertThat(clock.millis()).as("the server knows better").isBetween(told, told + Duration.ofHours(1).toMillis());
    }
}
