package io.dromedary.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.transaction.TransactionIsolationLevel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A node that is paused within a transaction holds its rows for ten seconds, also behind a pooler. */
@Tag("process")
class ShortTransactionsTest {

    private static final String SETTING = "idle_in_transaction_session_timeout";

    private Database database;

    @BeforeEach
    void open() {
        database = Database.open(Engine.POSTGRESQL.newDatabaseWithTables(Path.of("")));
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void eachTransactionIsCutOffWhenNothingComesOfIt() {
        assertThat(database.write(ShortTransactionsTest::setting)).isEqualTo("10s");
        assertThat(database.<String>write(handle -> database.write(ShortTransactionsTest::setting)))
                .isEqualTo("10s");
        assertThat(database.jdbi().<String, RuntimeException>inTransaction(ShortTransactionsTest::setting))
                .isEqualTo("10s");
        assertThat(database.jdbi().<String, RuntimeException>inTransaction(TransactionIsolationLevel.SERIALIZABLE,
                ShortTransactionsTest::setting)).isEqualTo("10s");
    }

    @Test
    void theSessionIsLeftAsItWas() {
        try (Handle session = database.jdbi().open()) {
            String before = setting(session);
            session.useTransaction(handle -> assertThat(setting(handle)).isEqualTo("10s"));
            assertThat(setting(session)).isEqualTo(before).isNotEqualTo("10s");
            assertThatThrownBy(() -> session.useTransaction(handle -> {
                throw new IllegalStateException("rolled back");
            })).hasMessage("rolled back");
            assertThat(setting(session)).isEqualTo(before);
        }
    }

    private static String setting(Handle handle) {
        return handle.createQuery("show " + SETTING).mapTo(String.class).one();
    }
}
