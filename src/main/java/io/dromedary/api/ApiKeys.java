package io.dromedary.api;

import io.dromedary.database.Database;
import io.dromedary.database.Ids;
import io.dromedary.database.PageRequest;
import io.dromedary.problem.Problem;
import io.dromedary.problem.ProblemKind;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.StatementContext;
import org.jdbi.v3.core.transaction.TransactionIsolationLevel;

/**
 * Who may call. Keys are random, 192 bits strong, so that a plain SHA-256 of them is enough to keep: nobody can try
 * all of them, and a look-up by hash takes no time that tells anything of a key.
 */
public final class ApiKeys {

    private static final int KEY_BYTES = 24;
    private static final String COLUMNS = "id, name, scope, created_at";

    private final Jdbi jdbi;
    private final Clock clock;
    private final SecureRandom random;
    private final Optional<String> configuredHash;

    /**
     * The keys of the database, and one more that may do all.
     *
     * @param configured a key to accept, from the settings
     */
    public ApiKeys(Database database, Clock clock, SecureRandom random, Optional<String> configured) {
        this.jdbi = database.jdbi();
        this.clock = clock;
        this.random = random;
        this.configuredHash = configured.map(ApiKeys::hash);
    }

    /**
     * What is known of a key: all but the key itself.
     *
     * @param createdAt Unix milliseconds
     */
    public record ApiKey(String id, String name, Scope scope, long createdAt) {
    }

    /** A new key, the one time that it can be shown. It prints nothing of itself. */
    public record NewKey(ApiKey known, String key) {
        @Override
        public String toString() {
            return "NewKey[" + known.id() + "]";
        }
    }

    /** Makes a key when there is none that may make others; none when there is. */
    public Optional<String> createFirst() {
        return jdbi.inTransaction(handle -> configuredHash.isPresent() || otherAdmins(handle, "") > 0
                ? Optional.empty() : Optional.of(create("first", Scope.ADMIN).key()));
    }

    /** Makes a key; only its hash is kept. */
    public NewKey create(String name, Scope scope) {
        var bytes = new byte[KEY_BYTES];
        random.nextBytes(bytes);
        String key = "drom_" + HexFormat.of().formatHex(bytes);
        var known = new ApiKey(Ids.next("key"), name, scope, clock.millis());
        jdbi.useHandle(handle -> handle.createUpdate("""
                        insert into api_keys (id, name, scope, hash, created_at)
                        values (:id, :name, :scopeName, :hash, :createdAt)""")
                .bindMethods(known).bind("scopeName", scope.wireName()).bind("hash", hash(key)).execute());
        return new NewKey(known, key);
    }

    /** A stretch of the list of keys. */
    public PageRequest.Page<ApiKey> list(PageRequest page) {
        return jdbi.withHandle(handle -> page.read(handle, COLUMNS, "api_keys", List.of(), ApiKeys::read));
    }

    /**
     * Takes a key out of use; the next request with it is refused.
     *
     * @throws Problem {@code not_found}; {@code forbidden} when nobody could make keys any more
     */
    public ApiKey revoke(String id) {
        // The last two admins must not be revoked side by side.
        return jdbi.inTransaction(TransactionIsolationLevel.SERIALIZABLE, handle -> {
            ApiKey key = handle.createQuery("select " + COLUMNS + " from api_keys where id = :id").bind("id", id)
                    .map(ApiKeys::read).findOne().orElseThrow(() -> new Problem(ProblemKind.NOT_FOUND,
                            "There is no key '" + id + "'. GET /keys lists them."));
            if (key.scope() == Scope.ADMIN && configuredHash.isEmpty() && otherAdmins(handle, id) == 0) {
                throw new Problem(ProblemKind.FORBIDDEN, "This is the last key of scope admin: without it nobody could"
                        + " make keys. Make another of that scope first, or configure one (DROMEDARY_API_KEY).");
            }
            handle.createUpdate("delete from api_keys where id = :id").bind("id", id).execute();
            return key;
        });
    }

    /** What the holder of this key may do; none when it is not known here. */
    public Optional<Scope> scopeOf(String key) {
        String hash = hash(key);
        if (configuredHash.isPresent() && MessageDigest.isEqual(
                hash.getBytes(StandardCharsets.US_ASCII), configuredHash.get().getBytes(StandardCharsets.US_ASCII))) {
            return Optional.of(Scope.ADMIN);
        }
        return jdbi.withHandle(handle -> handle.createQuery("select scope from api_keys where hash = :hash")
                .bind("hash", hash).mapTo(String.class).findOne()).map(Scope::of);
    }

    private static int otherAdmins(Handle handle, String id) {
        return handle.createQuery("select count(*) from api_keys where scope = 'admin' and id <> :id")
                .bind("id", id).mapTo(Integer.class).one();
    }

    private static ApiKey read(ResultSet row, StatementContext context) throws SQLException {
        return new ApiKey(row.getString("id"), row.getString("name"), Scope.of(row.getString("scope")),
                row.getLong("created_at"));
    }

    private static String hash(String key) {
        try {
            return HexFormat.of().formatHex(
                    MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
