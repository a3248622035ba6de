package io.dromedary.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dromedary.Together;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.flywaydb.core.api.FlywayException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is written is written once and as a whole, and stays. */
abstract class DatabaseContract extends EngineContract {

    DatabaseContract(Engine engine) {
        super(engine);
    }

    @BeforeAll
    void makeTable() {
        database().jdbi().useHandle(handle -> handle.execute("create table notes (text text primary key)"));
    }

    @Test
    void whatWasWrittenIsThereWhenItIsOpenedAgain(@TempDir Path folder) {
        DatabaseAddress fresh = engine().newDatabase(folder);
        try (Database first = Database.open(fresh)) {
            first.jdbi().useHandle(handle -> handle.execute("create table notes (text text primary key)"));
            first.write(handle -> note(handle, "kept \ud83d\udc2a"));
        }
        try (Database again = Database.open(fresh)) {
            assertThat(notes(again)).containsExactly("kept \ud83d\udc2a");
        }
    }

    @Test
    void aDatabaseThatWasChangedByHandIsNotTouched(@TempDir Path folder) {
        DatabaseAddress fresh = engine().newDatabase(folder);
        try (Database newer = Database.open(fresh)) {
            newer.jdbi().useHandle(handle -> handle.execute("update flyway_schema_history set checksum = 1"
                    + " where version = '1'"));
        }
        assertThatThrownBy(() -> Database.open(fresh)).isInstanceOf(FlywayException.class);
    }

    @Test
    void ofManyWritesAtOnceEachIsDoneAndThoseThatFailTakeNoOtherWithThem() throws Exception {
        note(database(), "taken");
        var writes = new ArrayList<Callable<Integer>>();
        for (int i = 0; i < 12; i++) {
            int number = i;
            Database node = i % 2 == 0 ? database() : otherNodes();
            writes.add(() -> node.write(handle -> {
                note(handle, "of " + number);
                return note(handle, number % 3 == 0 ? "taken" : "and " + number);
            }));
        }
        List<Together.Outcome<Integer>> outcomes = Together.outcomes(writes);
        for (int i = 0; i < writes.size(); i++) {
            if (i % 3 == 0) {
                assertThat(outcomes.get(i).thrown()).get().isInstanceOf(UnableToExecuteStatementException.class);
            } else {
                assertThat(outcomes.get(i).value()).contains(1);
            }
        }
        assertThat(notes(database())).hasSize(17).contains("taken", "of 1", "and 1").doesNotContain("of 0", "of 3");
    }

    @Test
    void itsOwnExceptionReachesTheCaller() {
        assertThatThrownBy(() -> database().write(handle -> {
            note(handle, "gone");
            throw new IllegalArgumentException("mine");
        })).isExactlyInstanceOf(IllegalArgumentException.class).hasMessage("mine");
        assertThat(notes(database())).isEmpty();
    }

    @Test
    void aWriteWithinAWriteIsAPartOfIt() {
        assertThatThrownBy(() -> database().write(handle -> {
            database().write(inner -> note(inner, "inner"));
            throw new IllegalStateException("after all");
        })).hasMessage("after all");
        assertThat(notes(database())).isEmpty();
    }

    @Test
    void onceItIsClosedNothingIsWrittenAndItDoesNotAnswer() {
        Database closed = Database.open(address());
        assertThatCode(closed::ping).doesNotThrowAnyException();
        closed.close();
        assertThatThrownBy(() -> closed.write(handle -> note(handle, "late"))).isInstanceOf(RuntimeException.class);
        assertThatThrownBy(closed::ping).isInstanceOf(RuntimeException.class);
        assertThat(notes(database())).isEmpty();
    }

    private static int note(Database database, String text) {
        return database.write(handle -> note(handle, text));
    }

    private static int note(Handle handle, String text) {
        return handle.createUpdate("insert into notes (text) values (:text)").bind("text", text).execute();
    }

    private static List<String> notes(Database database) {
        return database.jdbi().withHandle(handle ->
                handle.createQuery("select text from notes order by text").mapTo(String.class).list());
    }

    @Test
    void tablesOfANewerVersionAreLeftAloneWithBothVersionsInTheMessage(@TempDir Path own) {
        DatabaseAddress address = engine().newDatabaseWithTables(own);
        try (Database opened = Database.open(address)) {
            opened.jdbi().useHandle(handle -> handle.execute("""
                    insert into flyway_schema_history (installed_rank, version, description, type, script, installed_by,
                        execution_time, success)
                    select max(installed_rank) + 1, '9001', 'of the future', 'SQL', 'V9001__of_the_future.sql', 'x', 1, ?
                    from flyway_schema_history""", true));
        }
        assertThatThrownBy(() -> Database.open(address)).isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("newer").hasMessageContaining("9001")
                .hasMessageMatching(".*\\(.+\\) knows them up to version \\d+\\..*");
    }
}
