package io.dromedary.api;

import io.dromedary.database.Database;
import io.dromedary.database.Ids;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.HexFormat;
import java.util.Optional;
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
     * The keys of the database, and one more.
     *
     * @param configured a key to accept, from the settings
     */
    public ApiKeys(Database database, Clock clock, SecureRandom random, Optional<String> configured) {
        this.jdbi = database.jdbi();
        this.clock = clock;
        this.random = random;
        this.configuredHash = configured.map(ApiKeys::hash);
    }

    /** Makes a key when there is none at all; only its hash is kept, so that this is the one time it can be shown. */
    public Optional<String> createFirst() {
        if (configuredHash.isPresent() || count() > 0) {
            return Optional.empty();
        }
        var bytes = new byte[KEY_BYTES];
        random.nextBytes(bytes);
        String key = "drom_" + HexFormat.of().formatHex(bytes);
        jdbi.useHandle(handle -> handle
                .createUpdate("insert into api_keys (id, name, hash, created_at) values (:id, 'first', :hash, :now)")
                .bind("id", Ids.next("key")).bind("hash", hash(key)).bind("now", clock.millis()).execute());
        return Optional.of(key);
    }

    /** Is this a key that may call? */
    public boolean accepts(String key) {
        String hash = hash(key);
        if (configuredHash.isPresent() && MessageDigest.isEqual(
                hash.getBytes(StandardCharsets.US_ASCII), configuredHash.get().getBytes(StandardCharsets.US_ASCII))) {
            return true;
        }
        return jdbi.withHandle(handle -> handle.createQuery("select count(*) from api_keys where hash = :hash")
                .bind("hash", hash).mapTo(Integer.class).one()) == 1;
    }

    private int count() {
        return jdbi.withHandle(handle ->
                handle.createQuery("select count(*) from api_keys").mapTo(Integer.class).one());
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
