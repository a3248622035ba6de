package io.dromedary.access;

import io.dromedary.database.Database;
import io.dromedary.database.Ids;
import io.dromedary.database.PageRequest;
import io.dromedary.problem.Problem;
import io.dromedary.problem.ProblemKind;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * Who may call. Keys are random, 192 bits strong, so that a plain SHA-256 of them is enough to keep: nobody can try
 * all of them, and a look-up by hash takes no time that tells anything of a key.
 */
public final class ApiKeys {

    private static final int KEY_BYTES = 24;

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
        this.configuredHash = configured.map(Sha256::hex);
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
        var first = new ApiKey.Draft("first", Scope.ADMIN, Caller.DEFAULT_PROJECT, Limits.NONE, Optional.empty());
        return jdbi.inTransaction(handle -> configuredHash.isPresent() || otherAdmins(handle, "") > 0
                ? Optional.empty() : Optional.of(create(first).key()));
    }

    /**
     * Makes a key; only its hash is kept.
     *
     * @throws Problem {@code invalid_input} for one that has expired already
     */
    public NewKey create(ApiKey.Draft draft) {
        long now = clock.millis();
        if (draft.expiresAt().filter(end -> end <= now).isPresent()) {
            throw new Problem(ProblemKind.INVALID_INPUT, "'expires_at' is over: give a time to come in milliseconds of"
                    + " Unix time, later than " + now + ".", "expires_at");
        }
        String key = random();
        var known = new ApiKey(Ids.next("key"), draft.name(), draft.scope(), draft.project(), draft.limits(),
                draft.expiresAt(), now);
        jdbi.useTransaction(handle -> handle.createUpdate("""
                        insert into api_keys (id, name, scope, project, requests_per_minute, max_queued_jobs,
                            max_running_jobs, bytes_per_day, minutes_per_day, hash, expires_at, created_at)
                        values (:id, :name, :scopeName, :project, :limits.requestsPerMinute, :limits.maxQueuedJobs,
                            :limits.maxRunningJobs,
                            :limits.bytesPerDay, :limits.minutesPerDay, :hash, :expiresAt, :createdAt)""")
                .bindMethods(known).bind("scopeName", known.scope().wireName()).bind("hash", Sha256.hex(key)).execute());
        return new NewKey(known, key);
    }

    /** A stretch of the list of keys. */
    public PageRequest.Page<ApiKey> list(PageRequest page) {
        return jdbi.withHandle(handle -> page.read(handle, ApiKey.COLUMNS, "api_keys", List.of(),
                (row, context) -> ApiKey.read(row)));
    }

    /**
     * Puts a new key in the place of one, which goes on to work for a while.
     *
     * @param grace how long the old one works yet; one that had been replaced before does not any more
     * @throws Problem {@code not_found}
     */
    public NewKey rotate(String id, Duration grace) {
        String key = random();
        return jdbi.inTransaction(handle -> {
            ApiKey known = get(handle, id);
            handle.createUpdate("""
                            update api_keys set previous_hash = hash, previous_until = :until, hash = :hash
                            where id = :id""")
                    .bind("until", clock.millis() + grace.toMillis()).bind("hash", Sha256.hex(key)).bind("id", id).execute();
            return new NewKey(known, key);
        });
    }

    /**
     * Takes a key out of use; the next request with it is refused.
     *
     * @throws Problem {@code not_found}; {@code forbidden} when nobody could make keys any more
     */
    public ApiKey revoke(String id) {
        return jdbi.inTransaction(handle -> {
            // The last two admins must not be revoked side by side, so whoever comes second waits here. A level of isolation
            // is set for a session, which is not one's own behind a pooler.
            handle.execute("update api_keys set scope = scope where scope = 'admin'");
            ApiKey key = get(handle, id);
            if (key.scope() == Scope.ADMIN && configuredHash.isEmpty() && otherAdmins(handle, id) == 0) {
                throw new Problem(ProblemKind.FORBIDDEN, "This is the last key of scope admin: without it nobody could"
                        + " make keys. Make another of that scope first, or configure one (DROMEDARY_API_KEY).");
            }
            handle.createUpdate("delete from api_keys where id = :id").bind("id", id).execute();
            return key;
        });
    }

    /**
     * Who holds this key.
     *
     * @throws Problem {@code token_invalid} when it is not known here, or not valid any more
     */
    public Caller caller(String key) {
        String hash = Sha256.hex(key);
        if (configuredHash.isPresent() && MessageDigest.isEqual(
                hash.getBytes(StandardCharsets.US_ASCII), configuredHash.get().getBytes(StandardCharsets.US_ASCII))) {
            return Caller.OPERATOR;
        }
        long now = clock.millis();
        ApiKey known = jdbi.withHandle(handle -> handle.createQuery("select " + ApiKey.COLUMNS + " from api_keys"
                                + " where hash = :hash or (previous_hash = :hash and previous_until > :now)")
                        .bind("hash", hash).bind("now", now).map((row, context) -> ApiKey.read(row)).findOne())
                .orElseThrow(() -> new Problem(ProblemKind.TOKEN_INVALID, "This key is not known here: check that it is"
                        + " whole, that it belongs to this server, and that it was neither revoked nor replaced."));
        if (known.expiresAt().filter(end -> end <= now).isPresent()) {
            throw new Problem(ProblemKind.TOKEN_INVALID, "This key has expired: ask for a new one where keys are made"
                    + " (POST /keys).");
        }
        return known.caller();
    }

    private static ApiKey get(Handle handle, String id) {
        return handle.createQuery("select " + ApiKey.COLUMNS + " from api_keys where id = :id").bind("id", id)
                .map((row, context) -> ApiKey.read(row)).findOne().orElseThrow(() -> new Problem(
                        ProblemKind.NOT_FOUND, "There is no key '" + id + "'. GET /keys lists them."));
    }

    private int otherAdmins(Handle handle, String id) {
        return handle.createQuery("""
                        select count(*) from api_keys where scope = 'admin' and id <> :id
                            and (expires_at is null or expires_at > :now)""")
                .bind("id", id).bind("now", clock.millis()).mapTo(Integer.class).one();
    }

    private String random() {
        var bytes = new byte[KEY_BYTES];
        random.nextBytes(bytes);
        return "drom_" + HexFormat.of().formatHex(bytes);
    }
}
