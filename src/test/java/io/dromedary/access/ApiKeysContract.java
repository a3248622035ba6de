package io.dromedary.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.dromedary.Hands;
import io.dromedary.Together;
import io.dromedary.database.Engine;
import io.dromedary.database.EngineContract;
import io.dromedary.database.PageRequest;
import io.dromedary.problem.Problem;
import io.dromedary.problem.ProblemKind;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who may call, and until when. */
abstract class ApiKeysContract extends EngineContract {

    private Hands clock;
    private ApiKeys keys;

    ApiKeysContract(Engine engine) {
        super(engine);
    }

    @BeforeEach
    void begin() {
        clock = new Hands(Instant.parse("2026-03-01T23:59:00Z"));
        keys = new ApiKeys(database(), clock, new SecureRandom(), Optional.empty());
    }

    @Test
    void whatAKeyMayDoIsRememberedButNotTheKey() {
        var draft = new ApiKey.Draft("ci \ud83d\udc2a", Scope.READ, "website",
                new Limits(Optional.of(1L), Optional.of(2L), Optional.of(3L), Optional.of(1L << 40), Optional.of(4L)),
                Optional.of(clock.millis() + 1));
        ApiKeys.NewKey made = keys.create(draft);
        assertThat(keys.caller(made.key())).isEqualTo(
                new Caller(made.known().id(), "website", Scope.READ, draft.limits()));
        assertThat(list(10)).containsExactly(made.known());
        assertThat(made.known()).isEqualTo(new ApiKey(made.known().id(), draft.name(), Scope.READ, "website",
                draft.limits(), draft.expiresAt(), clock.millis()));
        List<String> row = database().jdbi().withHandle(handle -> handle.createQuery("select * from api_keys")
                .mapToMap().one().values().stream().map(String::valueOf).toList());
        assertThat(row).noneMatch(value -> value.contains(made.key()));
    }

    @Test
    void aKeyIsGoodUntilItExpires() {
        String key = keys.create(draft(Scope.WRITE, Optional.of(clock.millis() + 1000))).key();
        assertThat(keys.caller(key).project()).isEqualTo("website");
        clock.pass(Duration.ofMillis(1000));
        assertThat(refused(key)).hasMessageContaining("expired").hasMessageContaining("POST /keys");
        assertThat(catchThrowableOfType(Problem.class, () -> keys.create(draft(Scope.WRITE,
                Optional.of(clock.millis())))).field()).contains("expires_at");
    }

    @Test
    void aReplacedKeyIsGoodForAsLongAsItWasLeft() {
        ApiKeys.NewKey first = keys.create(draft(Scope.WRITE));
        ApiKeys.NewKey second = keys.rotate(first.known().id(), Duration.ofSeconds(60));
        assertThat(second.known()).isEqualTo(first.known());
        assertThat(keys.caller(first.key())).isEqualTo(keys.caller(second.key()));
        ApiKeys.NewKey third = keys.rotate(first.known().id(), Duration.ofSeconds(60));
        assertThat(refused(first.key())).hasMessageContaining("replaced");
        clock.pass(Duration.ofSeconds(60));
        assertThat(refused(second.key())).isNotNull();
        assertThat(keys.caller(third.key()).keyId()).isEqualTo(first.known().id());
        keys.rotate(first.known().id(), Duration.ZERO);
        assertThat(refused(third.key())).isNotNull();
    }

    @Test
    void theConfiguredKeyMayDoAllInTheDefaultProject() {
        var configured = new ApiKeys(database(), clock, new SecureRandom(), Optional.of("configured-key"));
        Caller caller = configured.caller("configured-key");
        assertThat(caller.scope()).isEqualTo(Scope.ADMIN);
        assertThat(caller.project()).isEqualTo("default");
        assertThatThrownBy(() -> configured.caller("configured-kez")).isInstanceOf(Problem.class);
        assertThat(configured.createFirst()).isEmpty();
    }

    @Test
    void theFirstKeyIsMadeWhereNobodyCouldMakeOthers() {
        keys.create(draft(Scope.WRITE));
        keys.create(draft(Scope.ADMIN, Optional.of(clock.millis() + 1)));
        assertThat(keys.createFirst()).as("there is an admin").isEmpty();
        clock.pass(Duration.ofMillis(1));
        String first = keys.createFirst().orElseThrow();
        assertThat(keys.caller(first).scope()).isEqualTo(Scope.ADMIN);
        assertThat(keys.createFirst()).isEmpty();
    }

    @Test
    void aRevokedKeyIsRefusedAndGone() {
        ApiKeys.NewKey made = keys.create(draft(Scope.WRITE));
        assertThat(keys.revoke(made.known().id())).isEqualTo(made.known());
        assertThat(refused(made.key())).hasMessageContaining("not known");
        assertThat(list(10)).isEmpty();
        for (String id : List.of(made.known().id(), "key_none")) {
            assertThatThrownBy(() -> keys.revoke(id)).isInstanceOfSatisfying(Problem.class,
                    problem -> assertThat(problem.kind()).isEqualTo(ProblemKind.NOT_FOUND));
            assertThatThrownBy(() -> keys.rotate(id, Duration.ZERO)).isInstanceOfSatisfying(Problem.class,
                    problem -> assertThat(problem.kind()).isEqualTo(ProblemKind.NOT_FOUND));
        }
    }

    @Test
    void theLastKeyThatCanMakeKeysStays() {
        ApiKey last = keys.create(draft(Scope.ADMIN)).known();
        keys.create(draft(Scope.ADMIN, Optional.of(clock.millis() + 1)));
        clock.pass(Duration.ofMillis(1));
        assertThatThrownBy(() -> keys.revoke(last.id())).isInstanceOfSatisfying(Problem.class,
                problem -> assertThat(problem.kind()).isEqualTo(ProblemKind.FORBIDDEN)).hasMessageContaining("last key");
        keys.create(draft(Scope.ADMIN));
        assertThat(keys.revoke(last.id())).isEqualTo(last);
    }

    @Test
    void ofTheLastTwoAdminsOneStaysThoughBothAreRevokedAtOnce() throws Exception {
        var there = new ApiKeys(otherNodes(), clock, new SecureRandom(), Optional.empty());
        for (int round = 0; round < 10; round++) {
            empty("api_keys");
            String one = keys.create(draft(Scope.ADMIN)).known().id();
            String two = keys.create(draft(Scope.ADMIN)).known().id();
            List<Together.Outcome<ApiKey>> outcomes = Together.outcomes(
                    List.of(() -> keys.revoke(one), () -> there.revoke(two)));
            assertThat(outcomes).filteredOn(outcome -> outcome.value().isPresent()).hasSize(1);
            assertThat(outcomes).flatExtracting(outcome -> outcome.thrown().stream().toList()).singleElement().satisfies(
                    thrown -> assertThat(thrown).isInstanceOfSatisfying(Problem.class,
                            problem -> assertThat(problem.kind()).isEqualTo(ProblemKind.FORBIDDEN)));
            assertThat(rows("api_keys")).isEqualTo(1);
        }
    }

    @Test
    void keysAreListedNewestFirst() {
        var made = List.of(keys.create(draft(Scope.READ)).known(), keys.create(draft(Scope.READ)).known(),
                keys.create(draft(Scope.READ)).known());
        assertThat(list(2)).containsExactly(made.get(2), made.get(1));
        assertThat(keys.list(new PageRequest(2, 0, Optional.of(made.get(1).id()), Optional.empty(), true)).rows())
                .containsExactly(made.get(0));
    }

    private List<ApiKey> list(int limit) {
        return keys.list(new PageRequest(limit, 0, Optional.empty(), Optional.empty(), true)).rows();
    }

    private Problem refused(String key) {
        Problem problem = catchThrowableOfType(Problem.class, () -> keys.caller(key));
        assertThat(problem.kind().status()).isEqualTo(401);
        return problem;
    }

    private static ApiKey.Draft draft(Scope scope) {
        return draft(scope, Optional.empty());
    }

    private static ApiKey.Draft draft(Scope scope, Optional<Long> expiresAt) {
        return new ApiKey.Draft("ci", scope, "website", Limits.NONE, expiresAt);
    }
}
