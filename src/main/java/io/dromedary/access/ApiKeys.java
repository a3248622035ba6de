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
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * The API keys. Keys have 192 random bits, so a plain SHA-256 is enough to store them: nobody can try all keys, and the
 * time of a look-up by hash reveals nothing about a key.
 */
public final class ApiKeys {

    private static final int KEY_BYTES = 24;
    private static final String BELOW_OPERATORS = "(select * from api_keys where scope <> 'operator') as keys_of_projects";

    private final Jdbi jdbi;
    private final Clock clock;
    private final SecureRandom random;
    private final Optional<String> configuredHash;

    /**
     * The keys of the database, and one more with the scope operator.
     *
     * @param configured the key from the settings, if any
     */
    public ApiKeys(Database database, Clock clock, SecureRandom random, Optional<String> configured) {
        this.jdbi = database.jdbi();
        this.clock = clock;
        this.random = random;
        this.configuredHash = configured.map(Sha256::hex);
    }

    /** A new key. It can be shown only this once, and its text form does not contain it. */
    public record NewKey(ApiKey known, String key) {
        @Override
        public String toString() {
            return "NewKey[" + known.id() + "]";
        }
    }

    /** Creates a key if there is no operator yet; none otherwise. */
    public Optional<String> createFirst() {
        var first = new ApiKey.Draft("first", Scope.OPERATOR, Caller.DEFAULT_PROJECT, Limits.NONE, Optional.empty());
        return jdbi.inTransaction(handle -> configuredHash.isPresent() || otherOperators(handle, "") > 0
                ? Optional.empty() : Optional.of(create(first).key()));
    }

    /**
     * Creates a key for a caller; only its hash is stored.
     *
     * @throws Problem {@code forbidden} for a key that only an operator may create; {@code invalid_input} for one that
     *                 has expired already
     */
    public NewKey create(Caller maker, ApiKey.Draft draft) {
        if (maker.scope() != Scope.OPERATOR && (draft.scope() == Scope.OPERATOR || !draft.project().equals(maker.project()))) {
            throw new Problem(ProblemKind.FORBIDDEN, "Keys of scope operator, and keys of other projects than one's own, are"
                    + " made with a key of scope operator alone, and yours is of scope " + maker.scope().wireName()
                    + " and of the project '" + maker.project() + "'.");
        }
        return create(draft);
    }

    /**
     * Creates a key, without a check of the caller.
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
                            max_running_jobs, bytes_per_day, minutes_per_day, max_priority, hash, expires_at, created_at)
                        values (:id, :name, :scopeName, :project, :limits.requestsPerMinute, :limits.maxQueuedJobs,
                            :limits.maxRunningJobs,
                            :limits.bytesPerDay, :limits.minutesPerDay, :limits.maxPriority, :hash, :expiresAt, :createdAt)""")
                .bindMethods(known).bind("scopeName", known.scope().wireName()).bind("hash", Sha256.hex(key)).execute());
        return new NewKey(known, key);
    }

    /** A page of the keys that this caller may change. */
    public PageRequest.Page<ApiKey> list(Caller caller, PageRequest page) {
        boolean all = caller.scope() == Scope.OPERATOR;
        return jdbi.withHandle(handle -> page.read(handle, ApiKey.COLUMNS, all ? "api_keys" : BELOW_OPERATORS,
                all ? List.of() : List.of(new PageRequest.Filter("project", caller.project())),
                (row, context) -> ApiKey.read(row)));
    }

    /** The keys that an upgrade has made operators, which has not been reported yet. */
    public List<ApiKey> madeOperators() {
        return jdbi.withHandle(handle -> handle.createQuery("select " + ApiKey.COLUMNS
                        + " from api_keys where operator_untold = 1 order by id")
                .map((row, context) -> ApiKey.read(row)).list());
    }

    /** Stores that these operators were reported. */
    public void told(List<ApiKey> operators) {
        jdbi.useTransaction(handle -> operators.forEach(key -> handle
                .createUpdate("update api_keys set operator_untold = 0 where id = :id").bind("id", key.id()).execute()));
    }

    /**
     * Replaces a key, which still works for a while.
     *
     * @param grace how long the old key still works; a key that was replaced earlier stops working
     * @throws Problem {@code not_found}, also for one that this caller may not change
     */
    public NewKey rotate(Caller caller, String id, Duration grace) {
        String key = random();
        return jdbi.inTransaction(handle -> {
            ApiKey known = get(handle, caller, id);
            handle.createUpdate("""
                            update api_keys set previous_hash = hash, previous_until = :until, hash = :hash
                            where id = :id""")
                    .bind("until", clock.millis() + grace.toMillis()).bind("hash", Sha256.hex(key)).bind("id", id).execute();
            return new NewKey(known, key);
        });
    }

    /**
     * Revokes a key; the next request with it is refused.
     *
     * @throws Problem {@code not_found}, also for a key that this caller may not change; {@code forbidden} for the last
     *                 operator
     */
    public ApiKey revoke(Caller caller, String id) {
        return jdbi.inTransaction(handle -> {
            // Two requests must not revoke the last two operators at the same time, so the second one waits here. An
            // isolation level would be set for the session, which is shared behind a pooler.
            handle.execute("update api_keys set scope = scope where scope = 'operator'");
            ApiKey key = get(handle, caller, id);
            if (key.scope() == Scope.OPERATOR && configuredHash.isEmpty() && otherOperators(handle, id) == 0) {
                throw new Problem(ProblemKind.FORBIDDEN, "This is the last key of scope operator: without it nobody could"
                        + " make keys of all projects. Make another of that scope first, or configure one (DROMEDARY_API_KEY).");
            }
            handle.createUpdate("delete from api_keys where id = :id").bind("id", id).execute();
            return key;
        });
    }

    /**
     * The holder of this key.
     *
     * @throws Problem {@code token_invalid} if it is unknown or no longer valid
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

    /**
     * Selects the keys that are still valid.
     *
     * @param hashes hashes of keys ({@link Sha256}), as the database stores them
     */
    public Set<String> good(Set<String> hashes) {
        if (hashes.isEmpty()) {
            return Set.of();
        }
        var good = new HashSet<String>(jdbi.<List<String>, RuntimeException>withHandle(handle -> handle.createQuery("""
                        select hash from api_keys
                            where hash in (<hashes>) and (expires_at is null or expires_at > :now)
                        union
                        select previous_hash from api_keys where previous_hash in (<hashes>) and previous_until > :now
                            and (expires_at is null or expires_at > :now)""")
                .bindList("hashes", List.copyOf(hashes)).bind("now", clock.millis()).mapTo(String.class).list()));
        configuredHash.ifPresent(good::add);
        return good;
    }

    /** Operators' keys do not exist for an admin, who could take one over by rotating it. */
    private static ApiKey get(Handle handle, Caller caller, String id) {
        return handle.createQuery("select " + ApiKey.COLUMNS + " from api_keys where id = :id").bind("id", id)
                .map((row, context) -> ApiKey.read(row)).findOne()
                .filter(key -> caller.scope() == Scope.OPERATOR
                        || key.scope() != Scope.OPERATOR && key.project().equals(caller.project()))
                .orElseThrow(() -> new Problem(ProblemKind.NOT_FOUND, "There is no key '" + id + "'. GET /keys lists those that"
                        + " yours may change."));
    }

    private int otherOperators(Handle handle, String id) {
        return handle.createQuery("""
                        select count(*) from api_keys where scope = 'operator' and id <> :id
                            and (expires_at is null or expires_at > :now)""")
                .bind("id", id).bind("now", clock.millis()).mapTo(Integer.class).one();
    }

    private String random() {
        var bytes = new byte[KEY_BYTES];
        random.nextBytes(bytes);
        return "drom_" + HexFormat.of().formatHex(bytes);
    }
}
