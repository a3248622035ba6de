package io.dromedary.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dromedary.machine.PostgresServer;
import io.dromedary.machine.Wire;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import org.jdbi.v3.core.JdbiException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The answer to a commit is lost between this node and PostgreSQL, after the commit. */
@Tag("process")
class KnownCommitsTest {

    private Wire wire;
    private Database database;

    @BeforeEach
    void open() {
        URI made = URI.create(Engine.POSTGRESQL.newDatabaseWithTables(Path.of("")).url().substring("jdbc:".length()));
        wire = new Wire(made.getPort());
        database = Database.open(new DatabaseAddress("jdbc:postgresql://127.0.0.1:" + wire.port() + made.getPath(),
                Optional.of(PostgresServer.USER), Optional.of("")));
    }

    @AfterEach
    void close() throws IOException {
        database.close();
        wire.close();
    }

    private int add(String id) {
        return database.write(handle -> handle.execute(
                "insert into nodes (id, name, session, beats) values (?, 'n', 's', 0)", id));
    }

    private int known() {
        return database.jdbi().withHandle(handle -> handle.createQuery("select count(*) from nodes").mapTo(Integer.class).one());
    }

    @Test
    void whatWasCommittedIsDoneThoughTheDatabaseDidNotSaySo() {
        wire.loseAnswersToChanges();
        assertThat(add("a")).isEqualTo(1);
        assertThat(database.jdbi().<Integer, RuntimeException>inTransaction(handle ->
                handle.execute("update nodes set beats = 7 where id = 'a'"))).isEqualTo(1);
        assertThat(wire.lostAnswers()).isEqualTo(2);
        wire.hearAll();
        assertThat(known()).isEqualTo(1);
        assertThat(add("b")).as("the connections that were lost are not used again").isEqualTo(1);
    }

    @Test
    void whatWasNotCommittedIsSaidToHaveFailed() {
        assertThatThrownBy(() -> database.write(handle -> {
            handle.execute("insert into nodes (id, name, session, beats) values ('a', 'n', 's', 0)");
            wire.cut();
            return 1;
        })).isInstanceOfSatisfying(JdbiException.class, e -> {
            assertThat(Outage.isIn(e)).isTrue();
            assertThat(UnknownCommit.isIn(e)).isFalse();
        });
        assertThat(known()).isZero();
    }

    @Test
    void whereNobodyCanBeAskedItIsSaidToBeUnknown() {
        wire.loseNextAnswerToAChangeAndClose();
        assertThatThrownBy(() -> add("a")).isInstanceOfSatisfying(JdbiException.class, e -> {
            assertThat(Outage.isIn(e)).isTrue();
            assertThat(UnknownCommit.isIn(e)).isTrue();
        });
        wire.hearAll();
        assertThat(known()).isEqualTo(1);
    }
}
