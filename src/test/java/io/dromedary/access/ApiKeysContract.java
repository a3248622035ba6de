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
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who may call, and until when. */
abstract class ApiKeysContract extends EngineContract {

    private static final Caller OPERATOR = new Caller("key_operator", "default", Scope.OPERATOR, Limits.NONE);

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
                new Limits(Optional.of(1L), Optional.of(2L), Optional.of(3L), Optional.of(1L << 40), Optional.of(4L),
                        Optional.of(5L)),
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
        ApiKeys.NewKey second = keys.rotate(OPERATOR, first.known().id(), Duration.ofSeconds(60));
        assertThat(second.known()).isEqualTo(first.known());
        assertThat(keys.caller(first.key())).isEqualTo(keys.caller(second.key()));
        ApiKeys.NewKey third = keys.rotate(OPERATOR, first.known().id(), Duration.ofSeconds(60));
        assertThat(refused(first.key())).hasMessageContaining("replaced");
        clock.pass(Duration.ofSeconds(60));
        assertThat(refused(second.key())).isNotNull();
        assertThat(keys.caller(third.key()).keyId()).isEqualTo(first.known().id());
        keys.rotate(OPERATOR, first.known().id(), Duration.ZERO);
        assertThat(refused(third.key())).isNotNull();
    }

    @Test
    void theConfiguredKeyMayDoAllInTheDefaultProject() {
        var configured = new ApiKeys(database(), clock, new SecureRandom(), Optional.of("configured-key"));
        Caller caller = configured.caller("configured-key");
        assertThat(caller.scope()).isEqualTo(Scope.OPERATOR);
        assertThat(caller.project()).isEqualTo("default");
        assertThatThrownBy(() -> configured.caller("configured-kez")).isInstanceOf(Problem.class);
        assertThat(configured.createFirst()).isEmpty();
    }

    @Test
    void theFirstKeyIsMadeWhereNobodyCouldMakeOthers() {
        keys.create(draft(Scope.WRITE));
        keys.create(draft(Scope.OPERATOR, Optional.of(clock.millis() + 1)));
        assertThat(keys.createFirst()).as("there is an operator").isEmpty();
        clock.pass(Duration.ofMillis(1));
        String first = keys.createFirst().orElseThrow();
        assertThat(keys.caller(first).scope()).isEqualTo(Scope.OPERATOR);
        assertThat(keys.createFirst()).isEmpty();
    }

    @Test
    void aRevokedKeyIsRefusedAndGone() {
        ApiKeys.NewKey made = keys.create(draft(Scope.WRITE));
        assertThat(keys.revoke(OPERATOR, made.known().id())).isEqualTo(made.known());
        assertThat(refused(made.key())).hasMessageContaining("not known");
        assertThat(list(10)).isEmpty();
        for (String id : List.of(made.known().id(), "key_none")) {
            assertThatThrownBy(() -> keys.revoke(OPERATOR, id)).isInstanceOfSatisfying(Problem.class,
                    problem -> assertThat(problem.kind()).isEqualTo(ProblemKind.NOT_FOUND));
            assertThatThrownBy(() -> keys.rotate(OPERATOR, id, Duration.ZERO)).isInstanceOfSatisfying(Problem.class,
                    problem -> assertThat(problem.kind()).isEqualTo(ProblemKind.NOT_FOUND));
        }
    }

    @Test
    void theLastKeyThatCanMakeAllKeysStays() {
        ApiKey last = keys.create(draft(Scope.OPERATOR)).known();
        keys.create(draft(Scope.OPERATOR, Optional.of(clock.millis() + 1)));
        clock.pass(Duration.ofMillis(1));
        assertThatThrownBy(() -> keys.revoke(OPERATOR, last.id())).isInstanceOfSatisfying(Problem.class,
                problem -> assertThat(problem.kind()).isEqualTo(ProblemKind.FORBIDDEN)).hasMessageContaining("last key");
        keys.create(draft(Scope.OPERATOR));
        assertThat(keys.revoke(OPERATOR, last.id())).isEqualTo(last);
    }

    @Test
    void ofTheLastTwoOperatorsOneStaysThoughBothAreRevokedAtOnce() throws Exception {
        var there = new ApiKeys(otherNodes(), clock, new SecureRandom(), Optional.empty());
        for (int round = 0; round < 10; round++) {
            empty("api_keys");
            String one = keys.create(draft(Scope.OPERATOR)).known().id();
            String two = keys.create(draft(Scope.OPERATOR)).known().id();
            List<Together.Outcome<ApiKey>> outcomes = Together.outcomes(
                    List.of(() -> keys.revoke(OPERATOR, one), () -> there.revoke(OPERATOR, two)));
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
        assertThat(keys.list(OPERATOR, new PageRequest(2, 0, Optional.of(made.get(1).id()), Optional.empty(), true)).rows())
                .containsExactly(made.get(0));
    }

    @Test
    void anAdminEndsAtItsProjectAndAtOperators() {
        ApiKey.Draft operator = draft(Scope.OPERATOR);
        ApiKeys.NewKey there = keys.create(new ApiKey.Draft("other", Scope.WRITE, "shop", Limits.NONE, Optional.empty()));
        ApiKeys.NewKey above = keys.create(operator);
        Caller admin = keys.caller(keys.create(draft(Scope.ADMIN)).key());
        ApiKey own = keys.create(admin, draft(Scope.ADMIN)).known();
        assertThat(list(admin, 10)).extracting(ApiKey::id).containsExactly(own.id(), admin.keyId());
        for (ApiKey.Draft refused : List.of(operator, new ApiKey.Draft("ci", Scope.READ, "shop", Limits.NONE, Optional.empty()))) {
            assertThatThrownBy(() -> keys.create(admin, refused)).isInstanceOfSatisfying(Problem.class,
                    problem -> assertThat(problem.kind()).isEqualTo(ProblemKind.FORBIDDEN)).hasMessageContaining("operator");
            keys.create(OPERATOR, refused);
        }
        for (ApiKey foreign : List.of(there.known(), above.known())) {
            for (ThrowingCallable change : List.<ThrowingCallable>of(() -> keys.revoke(admin, foreign.id()),
                    () -> keys.rotate(admin, foreign.id(), Duration.ZERO))) {
                assertThatThrownBy(change).isInstanceOfSatisfying(Problem.class,
                        problem -> assertThat(problem.kind()).isEqualTo(ProblemKind.NOT_FOUND));
            }
        }
        assertThat(keys.caller(there.key()).project()).isEqualTo("shop");
        assertThat(keys.caller(above.key()).scope()).isEqualTo(Scope.OPERATOR);
        assertThat(keys.revoke(admin, own.id())).isEqualTo(own);
        assertThat(keys.revoke(OPERATOR, there.known().id())).isEqualTo(there.known());
    }

    private List<ApiKey> list(int limit) {
        return list(OPERATOR, limit);
    }

    private List<ApiKey> list(Caller caller, int limit) {
        return keys.list(caller, new PageRequest(limit, 0, Optional.empty(), Optional.empty(), true)).rows();
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
