package io.dromedary.connection;

import io.dromedary.database.Database;
import io.dromedary.database.Ids;
import io.dromedary.database.PageRequest;
import io.dromedary.problem.Problem;
import io.dromedary.problem.ProblemKind;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.HandleCallback;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.StatementContext;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;
import org.jdbi.v3.core.statement.Update;

/** The connections in the database. Secrets are stored sealed, and only {@link #secret} returns them. */
public final class ConnectionStore {

    private static final String DEFAULT_PROJECT = "default";
    private static final String COLUMNS =
            "id, project, kind, name, endpoint, region, access_key_id, is_default, created_at, updated_at";

    private static final String BEFORE = "before";
    /** PostgreSQL, appendix A. */
    private static final String UNIQUE_VIOLATION = "23505";
    private static final int MOST_TWINS = 20;

    private final Jdbi jdbi;
    private final SecretBox box;
    private final Clock clock;

    public ConnectionStore(Database database, SecretBox box, Clock clock) {
        this.jdbi = database.jdbi();
        this.box = box;
        this.clock = clock;
    }

    /** What a request says about a connection; in a change, an empty field keeps its value. */
    public record Draft(
            Optional<String> name,
            Optional<String> endpoint,
            Optional<String> region,
            Optional<String> accessKeyId,
            Optional<String> secretAccessKey,
            Optional<Boolean> isDefault) {

        /** Contains no secret, as a draft may be logged. */
        @Override
        public String toString() {
            return "Draft[name=" + name + ", endpoint=" + endpoint + "]";
        }
    }

    /**
     * Adds a connection.
     * @throws Problem {@code name_taken}
     */
    public Connection create(String project, Draft draft) {
        long now = clock.millis();
        var connection = new Connection(Ids.next("conn"), project, "s3", draft.name().orElseThrow(),
                draft.endpoint().orElseThrow(), draft.region().orElseThrow(), draft.accessKeyId().orElseThrow(),
                draft.isDefault().orElse(false), now, now);
        String sealed = box.seal(draft.secretAccessKey().orElseThrow(), connection.id());
        return write(handle -> {
            refuseTakenName(handle, connection);
            clearOtherDefault(handle, connection);
            bind(handle.createUpdate("""
                    insert into connections (id, project, kind, name, endpoint, region, access_key_id, sealed_secret,
                        is_default, created_at, updated_at)
                    values (:id, :project, :kind, :name, :endpoint, :region, :accessKeyId, :sealed,
                        :isDefault, :createdAt, :updatedAt)"""), connection)
                    .bind("sealed", sealed).execute();
            return connection;
        });
    }

    /**
     * Changes the given fields of a connection.
     *
     * @throws Problem {@code connection_not_found}, {@code name_taken}
     */
    public Connection update(String project, String idOrName, Draft draft) {
        return write(handle -> {
            Connection old = find(handle, project, idOrName).orElseThrow(() -> notFound(idOrName));
            var changed = new Connection(old.id(), old.project(), old.kind(), draft.name().orElse(old.name()),
                    draft.endpoint().orElse(old.endpoint()), draft.region().orElse(old.region()),
                    draft.accessKeyId().orElse(old.accessKeyId()), draft.isDefault().orElse(old.isDefault()),
                    old.createdAt(), Math.max(clock.millis(), old.updatedAt() + 1));
            refuseTakenName(handle, changed);
            clearOtherDefault(handle, changed);
            bind(handle.createUpdate("""
                    update connections set name = :name, endpoint = :endpoint, region = :region,
                        access_key_id = :accessKeyId, is_default = :isDefault, updated_at = :updatedAt
                    where id = :id"""), changed).execute();
            draft.secretAccessKey().ifPresent(secret -> handle.createUpdate(
                            "update connections set sealed_secret = :sealed where id = :id")
                    .bind("sealed", box.seal(secret, changed.id())).bind("id", changed.id()).execute());
            return changed;
        });
    }

    /**
     * Repeats a write that fails on a unique index. On PostgreSQL, two concurrent transactions do not see each other's
     * changes, so one of them fails if both take a name or become the default. A savepoint keeps the enclosing
     * transaction usable.
     */
    private Connection write(HandleCallback<Connection, RuntimeException> work) {
        return jdbi.inTransaction(handle -> {
            for (int left = MOST_TWINS; ; left--) {
                handle.savepoint(BEFORE);
                try {
                    return work.withHandle(handle);
                } catch (UnableToExecuteStatementException e) {
                    boolean taken = e.getCause() instanceof SQLException sql && UNIQUE_VIOLATION.equals(sql.getSQLState());
                    if (!taken || left == 0) {
                        throw e;
                    }
                    handle.rollbackToSavepoint(BEFORE);
                }
            }
        });
    }

    /**
     * Deletes a connection.
     *
     * @throws Problem {@code connection_not_found}, {@code connection_in_use} if an unfinished job or task needs it
     */
    public Connection delete(String project, String idOrName) {
        return jdbi.inTransaction(handle -> {
            Connection connection = find(handle, project, idOrName).orElseThrow(() -> notFound(idOrName));
            Optional<String> user = handle.createQuery("""
                    select coalesce(task_id, id) from jobs where status in ('queued', 'processing') and (connection_id = :id
                        or output_connection_id = :id or inputs like :quoted or outputs like :quoted) limit 1""")
                    .bind("id", connection.id()).bind("quoted", "%\"" + connection.id() + "\"%").mapTo(String.class).findOne();
            if (user.isPresent()) {
                throw new Problem(ProblemKind.CONNECTION_IN_USE, "The connection '" + connection.name()
                        + "' is used by " + user.get()
                        + ", which has not ended: wait for it, or cancel it, and delete the connection then.");
            }
            handle.createUpdate("delete from connections where id = :id").bind("id", connection.id()).execute();
            return connection;
        });
    }

    /** The connection of a project with this id or name. */
    public Optional<Connection> find(String project, String idOrName) {
        return jdbi.withHandle(handle -> find(handle, project, idOrName));
    }

    /**
     * The connection of a project with this id or name.
     *
     * @throws Problem {@code connection_not_found}
     */
    public Connection get(String project, String idOrName) {
        return find(project, idOrName).orElseThrow(() -> notFound(idOrName));
    }

    /**
     * A connection that the server uses itself: by its id in any project, as in jobs; or by its name in the default
     * project, as in settings.
     *
     * @throws Problem {@code connection_not_found}
     */
    public Connection ofServer(String idOrName) {
        return jdbi.withHandle(handle -> handle.createQuery("select " + COLUMNS + " from connections"
                                + " where id = :ref or (project = :project and name = :ref)"
                                + " order by case when id = :ref then 0 else 1 end")
                .bind("ref", idOrName).bind("project", DEFAULT_PROJECT).map(ConnectionStore::read).findFirst())
                .orElseThrow(() -> notFound(idOrName));
    }

    /** The connection of a job that names none: the default one of its project, or else the only one. */
    public Optional<Connection> findUsual(String project) {
        List<Connection> first = jdbi.withHandle(handle -> handle.createQuery("select " + COLUMNS
                        + " from connections where project = :project order by is_default desc limit 2")
                .bind("project", project).map(ConnectionStore::read).list());
        return first.size() == 1 || !first.isEmpty() && first.get(0).isDefault() ? Optional.of(first.get(0)) : Optional.empty();
    }

    /** A page of a project's connections. */
    public PageRequest.Page<Connection> list(String project, PageRequest page) {
        return jdbi.withHandle(handle -> page.read(handle, COLUMNS, "connections",
                List.of(new PageRequest.Filter("project", project)), ConnectionStore::read));
    }

    /**
     * The secret access key of a connection.
     *
     * @throws Problem {@code connection_not_found}; {@code internal_error} if it was sealed with another key
     */
    public String secret(String id) {
        String sealed = jdbi.withHandle(handle -> handle
                .createQuery("select sealed_secret from connections where id = :id")
                .bind("id", id).mapTo(String.class).findOne()).orElseThrow(() -> notFound(id));
        try {
            return box.open(sealed, id);
        } catch (IllegalStateException e) {
            throw new Problem(ProblemKind.INTERNAL_ERROR, "The secret of the connection '" + ofServer(id).name() + "' does"
                    + " not open with this server's key: send it again by PATCH /connections/" + ofServer(id).name()
                    + ", or start the server with the key that it was sealed with (DROMEDARY_KEY_FILE).", e);
        }
    }

    private static Optional<Connection> find(Handle handle, String project, String idOrName) {
        return handle.createQuery("select " + COLUMNS + " from connections where project = :project"
                        + " and (id = :ref or name = :ref) order by case when id = :ref then 0 else 1 end")
                .bind("project", project).bind("ref", idOrName).map(ConnectionStore::read).findFirst();
    }

    private static void refuseTakenName(Handle handle, Connection connection) {
        boolean taken = handle.createQuery("""
                        select count(*) from connections where project = :project and name = :name and id <> :id""")
                .bindMethods(connection).mapTo(Integer.class).one() > 0;
        if (taken) {
            String name = connection.name();
            throw new Problem(ProblemKind.NAME_TAKEN, "There is a connection named '" + name
                    + "' already: choose another name, or change that one with PATCH /connections/" + name + ".", "name");
        }
    }

    private static void clearOtherDefault(Handle handle, Connection connection) {
        if (connection.isDefault()) {
            handle.createUpdate("update connections set is_default = 0"
                            + " where is_default = 1 and project = :project and id <> :id")
                    .bindMethods(connection).execute();
        }
    }

    private static Update bind(Update update, Connection connection) {
        return update.bindMethods(connection).bind("isDefault", connection.isDefault() ? 1 : 0);
    }

    private static Connection read(ResultSet row, StatementContext context) throws SQLException {
        return new Connection(row.getString("id"), row.getString("project"), row.getString("kind"),
                row.getString("name"),
                row.getString("endpoint"), row.getString("region"), row.getString("access_key_id"),
                row.getInt("is_default") == 1, row.getLong("created_at"), row.getLong("updated_at"));
    }

    private static Problem notFound(String idOrName) {
        return new Problem(ProblemKind.CONNECTION_NOT_FOUND, "There is no connection '" + idOrName
                + "'. GET /connections lists them; POST /connections makes one.");
    }
}
