package io.dromedary.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.dromedary.database.Database;
import io.dromedary.problem.Problem;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Until when keys are good, and what their jobs may use. */
class ApiKeysTest {

    private static final Optional<Long> UNBOUNDED = Optional.empty();

    @TempDir
    Path folder;
    private Instant now = Instant.parse("2026-03-01T23:59:00Z");
    private final Clock clock = new MovedClock();
    private Database database;
    private ApiKeys keys;
    private Usage usage;

    @BeforeEach
    void open() {
        database = Database.open(folder.resolve("db"));
        keys = new ApiKeys(database, clock, new SecureRandom(), Optional.of("configured-key"));
        usage = new Usage(database, clock);
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void aKeyIsGoodUntilItExpires() {
        String key = keys.create(draft(Limits.NONE, Optional.of(now.toEpochMilli() + 1000))).key();
        assertThat(keys.caller(key).project()).isEqualTo("website");
        now = now.plusMillis(1000);
        assertThat(refused(key)).hasMessageContaining("expired").hasMessageContaining("POST /keys");
        assertThat(catchThrowableOfType(Problem.class, () -> keys.create(draft(Limits.NONE,
                Optional.of(now.toEpochMilli())))).field()).contains("expires_at");
    }

    @Test
    void aReplacedKeyIsGoodForAsLongAsItWasLeft() {
        ApiKeys.NewKey first = keys.create(draft(Limits.NONE, UNBOUNDED));
        ApiKeys.NewKey second = keys.rotate(first.known().id(), Duration.ofSeconds(60));
        assertThat(second.known()).isEqualTo(first.known());
        assertThat(keys.caller(first.key())).isEqualTo(keys.caller(second.key()));
        ApiKeys.NewKey third = keys.rotate(first.known().id(), Duration.ofSeconds(60));
        assertThat(refused(first.key())).hasMessageContaining("replaced");
        now = now.plusSeconds(60);
        assertThat(refused(second.key())).isNotNull();
        assertThat(keys.caller(third.key()).keyId()).isEqualTo(first.known().id());
        keys.rotate(first.known().id(), Duration.ZERO);
        assertThat(refused(third.key())).isNotNull();
    }

    @Test
    void theConfiguredKeyMayDoAllInTheDefaultProject() {
        Caller caller = keys.caller("configured-key");
        assertThat(caller.scope()).isEqualTo(Scope.ADMIN);
        assertThat(caller.project()).isEqualTo("default");
        assertThat(refused("configured-kez")).isNotNull();
    }

    @Test
    void aDaysQuotaIsUsedUpAndThereAgainAfterMidnight() {
        Limits limits = new Limits(UNBOUNDED, UNBOUNDED, Optional.of(1000L), Optional.of(10L));
        Caller caller = keys.caller(keys.create(draft(limits, UNBOUNDED)).key());
        usage.admit(caller);
        assertThat(usage.take(caller.keyId(), "job_1", 600, 60_000)).isEmpty();
        assertThat(usage.take(caller.keyId(), "job_1", 600, 60_000)).as("tried again").isEmpty();
        usage.admit(caller);
        assertThat(usage.take(caller.keyId(), "job_2", 400, 0)).as("to the last byte").isEmpty();
        Problem refused = catchThrowableOfType(Problem.class, () -> usage.admit(caller));
        assertThat(refused.kind().status()).isEqualTo(429);
        assertThat(refused.retryAfterSeconds()).contains(61L);
        assertThat(refused).hasMessageContaining("bytes_per_day").hasMessageContaining("1000");
        assertThat(usage.take(caller.keyId(), "job_3", 1, 0)).hasValueSatisfying(
                what -> assertThat(what).contains("bytes_per_day"));

        now = now.plusSeconds(60);
        usage.admit(caller);
        assertThat(usage.take(caller.keyId(), "job_4", 1, 600_001)).hasValueSatisfying(
                what -> assertThat(what).contains("minutes_per_day"));
        now = now.plus(Duration.ofDays(40));
        usage.sweep();
        assertThat(database.jdbi().<Integer, RuntimeException>withHandle(handle ->
                handle.createQuery("select count(*) from key_usage").mapTo(Integer.class).one())).isZero();
    }

    private Problem refused(String key) {
        Problem problem = catchThrowableOfType(Problem.class, () -> keys.caller(key));
        assertThat(problem.kind().status()).isEqualTo(401);
        return problem;
    }

    private static ApiKey.Draft draft(Limits limits, Optional<Long> expiresAt) {
        return new ApiKey.Draft("ci", Scope.WRITE, "website", limits, expiresAt);
    }

    private final class MovedClock extends Clock {
        @Override
        public ZoneOffset getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }
}
