package io.dromedary.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dromedary.Together;
import io.dromedary.database.Engine;
import io.dromedary.database.EngineContract;
import io.dromedary.problem.Problem;
import io.dromedary.problem.ProblemKind;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** No end of a job is forgotten, and of a message that came twice only one is obeyed. */
abstract class WebhookStoreContract extends EngineContract {

    private static final String URL = "https://example.com/hook";

    private final Clock clock = Clock.fixed(Instant.ofEpochMilli(1_800_000_000_000L), ZoneOffset.UTC);
    private WorkingNode node;
    private AttemptStore attempts;
    private WebhookStore webhooks;

    WebhookStoreContract(Engine engine) {
        super(engine);
    }

    @BeforeEach
    void begin() {
        node = new WorkingNode(database(), clock);
        attempts = node.attempts();
        webhooks = new WebhookStore(database(), clock);
    }

    Stream<Named<Consumer<String>>> ends() {
        return Stream.of(
                Named.of("succeeded", id -> succeed(id, 1)),
                Named.of("failed", id -> attempts.fail(id, 1, new Failure(ProblemKind.ENCODE_FAILED, "broken"))),
                Named.of("failed as poison", id -> {
                    node.looksForLong();
                    node.diesOver(id);
                }),
                Named.of("cancelled", id -> node.jobs().cancel("default", id)));
    }

    @ParameterizedTest
    @MethodSource("ends")
    void everyEndOfAJobMakesItsWebhookDue(Consumer<String> end) {
        String id = begun();
        assertThat(webhook(id)).isEqualTo(new Webhook(URL, Webhook.Status.WAITING, 0, Optional.empty()));
        assertThat(due(id)).isEmpty();
        end.accept(id);
        assertThat(webhook(id).status()).isEqualTo(Webhook.Status.PENDING);
        assertThat(due(id)).singleElement().isEqualTo(new WebhookStore.Due(id, 0, clock.millis()));
    }

    @Test
    void anEndThatDoesNotCountMakesNothingDue() {
        String id = begun();
        succeed(id, 7);
        assertThat(due(id)).isEmpty();
    }

    @Test
    void ofAJobThatIsDoneAgainTheNextEndIsTold() {
        String id = begun();
        attempts.fail(id, 1, new Failure(ProblemKind.ENCODE_FAILED, "broken"));
        Delivery first = webhooks.begin(id, 0, false).orElseThrow();
        node.retries().retry("default", id);
        webhooks.delivered(first);
        webhooks.retry(first, Duration.ofSeconds(5), "500");
        assertThat(webhook(id).status()).isEqualTo(Webhook.Status.WAITING);
        assertThat(due(id)).isEmpty();
        node.begun(id);
        succeed(id, 2);
        assertThat(due(id)).hasSize(1);
        assertThat(webhooks.begin(id, 1, false)).hasValueSatisfying(second ->
                assertThat(second.messageId()).isNotEqualTo(first.messageId()));
    }

    @Test
    void ofTwinsOneBeginsATry() {
        String id = ended();
        assertThat(webhooks.begin(id, 0, false)).isPresent();
        assertThat(webhooks.begin(id, 0, false)).isEmpty();
        // Whoever had it is gone.
        assertThat(webhooks.begin(id, 0, true)).hasValueSatisfying(again -> assertThat(again.attempt()).isEqualTo(1));
    }

    @Test
    void aTryThatBeginsBeforeItWasNotedAsSentIsNotSentTwice() {
        String id = ended();
        WebhookStore.Due due = due(id).get(0);
        assertThat(webhooks.begin(id, 0, false)).isPresent();
        webhooks.markSent(due);
        assertThat(due(id)).isEmpty();
    }

    @Test
    void noTryWaitsForHoursBecauseTheClockWasSetBack() {
        String id = ended();
        webhooks.retry(webhooks.begin(id, 0, false).orElseThrow(), Duration.ofSeconds(10), "500");
        var earlier = new WebhookStore(database(), Clock.offset(clock, Duration.ofHours(-5)));
        assertThat(of(id, earlier.unsent())).isEmpty();
        assertThat(of(id, webhooks.overdue())).isEmpty();
        List<WebhookStore.Due> again = of(id, earlier.overdue());
        assertThat(again).hasSize(1);
        again.forEach(earlier::markSent);
        assertThat(of(id, earlier.overdue())).as("the broker has it").isEmpty();
        assertThat(earlier.begin(id, 1, false)).isPresent();
    }

    @Test
    void aTryThatTheBrokerHasLostIsSentAgain() {
        String id = ended();
        due(id).forEach(webhooks::markSent);
        assertThat(of(id, webhooks.overdue())).isEmpty();
        var later = new WebhookStore(database(), Clock.offset(clock, Duration.ofMinutes(11)));
        assertThat(of(id, later.overdue())).hasSize(1);
    }

    @Test
    void timeInWhichNobodyCouldTryIsNotCounted() {
        String id = ended();
        String ended = ended();
        webhooks.retry(webhooks.begin(id, 0, false).orElseThrow(), Duration.ofSeconds(10), "500");
        var nextDay = new WebhookStore(database(), Clock.offset(clock, Duration.ofDays(1)));
        Delivery second = nextDay.begin(id, 1, false).orElseThrow();
        assertThat(second.tried()).isEqualTo(Duration.ofSeconds(10));
        nextDay.retry(second, Duration.ofSeconds(20), "500");
        var inTime = new WebhookStore(database(), Clock.offset(clock, Duration.ofDays(1).plusSeconds(25)));
        Delivery third = inTime.begin(id, 2, false).orElseThrow();
        assertThat(third.tried()).as("five seconds late are").isEqualTo(Duration.ofSeconds(35));
        inTime.retry(third, Duration.ofSeconds(40), "500");
        Delivery jumped = webhooks.begin(ended, 0, false).orElseThrow();
        nextDay.retry(jumped, Duration.ofSeconds(10), "500");
        assertThat(nextDay.begin(ended, 1, false)).as("set ahead in the midst of a try").hasValueSatisfying(
                again -> assertThat(again.tried()).isEqualTo(Duration.ZERO));
        // The clock is put right: what is of the next day would go on being tried for a day more.
        assertThat(webhooks.begin(id, 3, false)).hasValueSatisfying(
                fourth -> assertThat(fourth.tried()).isEqualTo(Duration.ZERO));
    }

    private static List<WebhookStore.Due> of(String id, List<WebhookStore.Due> all) {
        return all.stream().filter(due -> due.jobId().equals(id)).toList();
    }

    @Test
    void aFailedTryMakesTheNextDueUntilItIsSent() {
        String id = ended();
        due(id).forEach(webhooks::markSent);
        assertThat(due(id)).isEmpty();
        Delivery first = webhooks.begin(id, 0, false).orElseThrow();
        webhooks.retry(first, Duration.ofMillis(1_500), "500");
        assertThat(due(id)).as("its time has not come").isEmpty();
        var then = new WebhookStore(database(), Clock.offset(clock, Duration.ofMillis(1_500)));
        assertThat(of(id, then.unsent())).singleElement().isEqualTo(
                new WebhookStore.Due(id, 1, clock.millis() + 1_500));
        assertThat(webhook(id).lastError()).contains("500");
        of(id, then.unsent()).forEach(webhooks::markSent);
        assertThat(due(id)).isEmpty();
        Delivery second = webhooks.begin(id, 1, false).orElseThrow();
        assertThat(second.messageId()).isEqualTo(first.messageId());
        webhooks.delivered(second);
        assertThat(webhook(id)).isEqualTo(new Webhook(URL, Webhook.Status.DELIVERED, 2, Optional.empty()));
        assertThat(webhooks.begin(id, 2, false)).isEmpty();
    }

    @Test
    void aTryThatIsPutOffIsNotCounted() {
        String id = ended();
        webhooks.putOff(webhooks.begin(id, 0, false).orElseThrow(), Duration.ofSeconds(5));
        assertThat(webhook(id).attempts()).isZero();
        var then = new WebhookStore(database(), Clock.offset(clock, Duration.ofSeconds(5)));
        assertThat(of(id, then.unsent())).singleElement().isEqualTo(new WebhookStore.Due(id, 0, clock.millis() + 5_000));
    }

    @Test
    void whatIsSentAgainIsNotEndedByATryOfBefore() {
        String id = ended();
        Delivery before = webhooks.begin(id, 0, false).orElseThrow();
        var later = new WebhookStore(database(), Clock.offset(clock, Duration.ofSeconds(9)));
        later.sendAgain("default", id);
        webhooks.giveUp(before, "410");
        webhooks.retry(before, Duration.ofHours(1), "500");
        assertThat(of(id, later.unsent())).singleElement().isEqualTo(
                new WebhookStore.Due(id, 1, clock.millis() + 9_000));
        assertThat(later.begin(id, 1, false)).hasValueSatisfying(again ->
                assertThat(again.messageId()).isEqualTo(before.messageId()));
    }

    @Test
    void ofManyThatBeginATryAtOnceOneHasIt() throws Exception {
        var there = new WebhookStore(otherNodes(), clock);
        for (int round = 0; round < 10; round++) {
            String id = ended();
            Callable<Optional<Delivery>> begins = () -> webhooks.begin(id, 0, false);
            Callable<Optional<Delivery>> beginsThere = () -> there.begin(id, 0, false);
            assertThat(Together.results(List.of(begins, beginsThere, begins, beginsThere)))
                    .filteredOn(Optional::isPresent).hasSize(1);
            assertThat(webhook(id).attempts()).isEqualTo(1);
        }
    }

    @Test
    void aTryThatIsGivenUpIsTheLast() {
        String id = ended();
        webhooks.giveUp(webhooks.begin(id, 0, false).orElseThrow(), "410");
        assertThat(webhook(id)).isEqualTo(new Webhook(URL, Webhook.Status.FAILED, 1, Optional.of("410")));
        assertThat(due(id)).isEmpty();
        assertThat(webhooks.begin(id, 1, false)).isEmpty();
        assertThat(webhooks.sendAgain("default", id).webhook()).contains(
                new Webhook(URL, Webhook.Status.PENDING, 1, Optional.empty()));
        assertThat(due(id)).hasSize(1);
    }

    @Test
    void onlyTheWebhookOfOnesJobThatHasEndedIsSentAgain() {
        String works = begun();
        refused(ProblemKind.INVALID_INPUT, works).hasMessageContaining("has not ended");
        String without = node.stored(Orders.of("video"));
        node.succeeds(without);
        refused(ProblemKind.INVALID_INPUT, without).hasMessageContaining("no webhook");
        refused(ProblemKind.JOB_NOT_FOUND, "job_none");
        String others = node.stored(Orders.telling(URL, Orders.of("shop", "video")));
        node.succeeds(others);
        refused(ProblemKind.JOB_NOT_FOUND, others);
    }

    private AbstractThrowableAssert<?, ?> refused(ProblemKind kind, String id) {
        return assertThatThrownBy(() -> webhooks.sendAgain("default", id)).isInstanceOfSatisfying(Problem.class,
                problem -> assertThat(problem.kind()).isEqualTo(kind));
    }

    private void succeed(String id, int attempt) {
        attempts.succeed(id, attempt, Optional.of("s3://bucket/key"), Optional.empty());
    }

    private Webhook webhook(String id) {
        return node.jobs().get(id).webhook().orElseThrow();
    }

    private List<WebhookStore.Due> due(String id) {
        return of(id, webhooks.unsent());
    }

    private String begun() {
        String id = node.stored(Orders.telling(URL, Orders.of("video")));
        node.begun(id);
        return id;
    }

    private String ended() {
        String id = begun();
        succeed(id, 1);
        return id;
    }
}
