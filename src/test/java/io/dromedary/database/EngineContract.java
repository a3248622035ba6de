package io.dromedary.database;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * What holds on every engine. A contract is an abstract class under this one; it is kept by a class for each engine,
 * {@code …OnSqliteTest} and {@code …OnPostgresqlTest}, of which the latter has the tag {@code process}. The database is
 * made once for the tests of a class, and emptied before each.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class EngineContract {

    private final Engine engine;
    private DatabaseAddress address;
    private Database database;
    private Optional<Database> other = Optional.empty();

    protected EngineContract(Engine engine) {
        this.engine = engine;
    }

    @BeforeAll
    void openDatabase(@TempDir Path folder) {
        address = engine.newDatabaseWithTables(folder);
        database = Database.open(address);
    }

    @AfterAll
    void closeDatabase() {
        database.close();
        other.ifPresent(Database::close);
    }

    @BeforeEach
    void emptyAll() throws SQLException {
        database.jdbi().useTransaction(handle -> {
            for (String table : tables(handle)) {
                handle.execute("delete from " + table);
            }
        });
    }

    private static List<String> tables(Handle handle) throws SQLException {
        var names = new ArrayList<String>();
        try (var tables = handle.getConnection().getMetaData().getTables(null, null, "%", new String[] {"TABLE"})) {
            while (tables.next()) {
                names.add(tables.getString("TABLE_NAME"));
            }
        }
        names.removeIf(name -> name.startsWith("flyway") || name.startsWith("sqlite"));
        return names;
    }

    protected final Engine engine() {
        return engine;
    }

    /** Where it is, to open it once more. */
    protected final DatabaseAddress address() {
        return address;
    }

    /** The memory of a node. */
    protected final Database database() {
        return database;
    }

    /** The same memory, as another node has it open. */
    protected final Database otherNodes() {
        if (other.isEmpty()) {
            other = Optional.of(Database.open(address));
        }
        return other.get();
    }

    /** Leaves nothing in a table. */
    protected final void empty(String table) {
        database.jdbi().useHandle(handle -> handle.execute("delete from " + table));
    }

    /** How many rows a table has. */
    protected final int rows(String table) {
        return database.jdbi().withHandle(handle ->
                handle.createQuery("select count(*) from " + table).mapTo(Integer.class).one());
    }
}
