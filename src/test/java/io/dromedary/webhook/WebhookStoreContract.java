package io.dromedary.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dromedary.Hands;
import io.dromedary.Together;
import io.dromedary.database.Engine;
import io.dromedary.database.EngineContract;
import io.dromedary.delivery.WorkingNode;
import io.dromedary.job.AttemptStore;
import io.dromedary.job.Failure;
import io.dromedary.job.Orders;
import io.dromedary.job.Webhook;
import io.dromedary.problem.Problem;
import io.dromedary.problem.ProblemKind;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** No end of a job is forgotten, and of those who would tell it at the same time one does. */
abstract class WebhookStoreContract extends EngineContract {

    private static final Withheld NOBODY = new Withheld(Set.of(), Set.of());
    private static final String URL = "https://example.com/hook";

    private Hands clock;
    private WorkingNode node;
    private AttemptStore attempts;
    private WebhookStore webhooks;
    private WebhookStore others;

    WebhookStoreContract(Engine engine) {
        super(engine);
    }

    @BeforeEach
    void begin() {
        clock = new Hands(Instant.ofEpochMilli(1_800_000_000_000L));
        node = new WorkingNode(database(), clock);
        attempts = node.attempts();
        webhooks = new WebhookStore(database(), clock, "node");
        others = new WebhookStore(otherNodes(), clock, "other");
    }

    Stream<Named<Consumer<String>>> ends() {
        return Stream.of(
                Named.of("succeeded", id -> succeed(id, 1)),
                Named.of("failed", id -> attempts.fail(id, 1, new Failure(ProblemKind.ENCODE_FAILED, "broken"))),
                Named.of("failed as poison", id -> {
                    node.startsAgain();
                    node.diesOver(id);
                }),
                Named.of("cancelled", id -> node.jobs().cancel("default", id)));
    }

    @ParameterizedTest
    @MethodSource("ends")
    void everyEndOfAJobMakesItsWebhookDue(Consumer<String> end) {
        String id = begun();
        assertThat(webhook(id)).isEqualTo(new Webhook(URL, Webhook.Status.WAITING, 0, Optional.empty()));
        assertThat(webhooks.claim()).isEmpty();
        end.accept(id);
        assertThat(webhook(id).status()).isEqualTo(Webhook.Status.PENDING);
        WebhookTry first = begins(id);
        assertThat(first.attempt()).isEqualTo(1);
        assertThat(first.tried()).isZero();
        assertThat(first.url()).isEqualTo(URL);
        assertThat(first.job()).isEqualTo(node.jobs().get(id));
    }

    @Test
    void anEndThatDoesNotCountMakesNothingDue() {
        String id = begun();
        succeed(id, 7);
        assertThat(webhooks.claim()).isEmpty();
    }

    @Test
    void ofAJobThatIsDoneAgainTheNextEndIsTold() {
        String id = begun();
        attempts.fail(id, 1, new Failure(ProblemKind.ENCODE_FAILED, "broken"));
        WebhookTry first = begins(id);
        node.retries().retry("default", id);
        webhooks.delivered(first);
        webhooks.retry(first, Duration.ofSeconds(5), "500");
        assertThat(webhook(id).status()).isEqualTo(Webhook.Status.WAITING);
        clock.pass(Duration.ofSeconds(5));
        assertThat(webhooks.claim()).isEmpty();
        node.begun(id);
        succeed(id, 2);
        assertThat(begins(id).messageId()).isNotEqualTo(first.messageId());
    }

    @Test
    void aTryIsOfWhoeverBeganItAndNobodyBeginsItBesides() {
        String id = ended();
        begins(id);
        clock.pass(Duration.ofDays(1));
        assertThat(webhooks.claim()).isEmpty();
        assertThat(others.claim()).isEmpty();
    }

    @Test
    void theTryThatIsDueForTheLongestTimeIsMadeFirst() {
        String first = ended(URL + "/first");
        clock.pass(Duration.ofMillis(1));
        String second = ended(URL + "/second");
        clock.pass(Duration.ofMillis(1));
        webhooks.retry(begins(first), Duration.ofSeconds(1), "500");
        clock.pass(Duration.ofSeconds(1));
        assertThat(List.of(claimed(webhooks), claimed(others))).containsExactly(second, first);
    }

    @Test
    void aTryWhoseAnswerWasLostIsMadeAgainAndThoseThatAreHeldGoOn() {
        String lost = ended(URL + "/lost");
        String held = ended(URL + "/held");
        String elsewhere = ended(URL + "/elsewhere");
        Set<String> begun = Set.of(claimed(webhooks), claimed(webhooks));
        String others = claimed(this.others);
        assertThat(begun).hasSize(2).doesNotContain(others);
        String kept = begun.iterator().next();
        webhooks.giveBackAllBut(Set.of(kept));
        String again = begun.stream().filter(id -> !id.equals(kept)).findFirst().orElseThrow();
        assertThat(webhook(again).attempts()).as("nobody knows that it was begun").isZero();
        assertThat(begins(again).attempt()).isEqualTo(1);
        assertThat(webhooks.claim()).isEmpty();
        assertThat(Set.of(lost, held, elsewhere)).isEqualTo(Set.of(kept, again, others));
    }

    @Test
    void theTriesOfANodeThatIsGoneAreMadeAgainAndAreNotCounted() {
        String id = ended(URL + "/id");
        String elsewhere = ended(URL + "/elsewhere");
        Set<String> begun = Set.of(claimed(webhooks), claimed(others));
        assertThat(begun).isEqualTo(Set.of(id, elsewhere));
        node.startsAgain();
        WebhookTry again = webhooks.claim().orElseThrow();
        assertThat(again.attempt()).isEqualTo(1);
        assertThat(webhooks.claim()).as("the other node has it yet").isEmpty();
    }

    @Test
    void noTryWaitsForHoursBecauseTheClockWasSetBack() {
        String id = ended();
        webhooks.retry(begins(id), Duration.ofSeconds(10), "500");
        clock.pass(Duration.ofHours(-5));
        assertThat(begins(id).attempt()).isEqualTo(2);
        assertThat(webhooks.claim()).isEmpty();
    }

    @Test
    void timeInWhichNobodyCouldTryIsNotCounted() {
        String id = ended();
        webhooks.retry(begins(id), Duration.ofSeconds(10), "500");
        clock.pass(Duration.ofDays(1));
        WebhookTry second = begins(id);
        assertThat(second.tried()).isEqualTo(Duration.ofSeconds(10));
        webhooks.retry(second, Duration.ofSeconds(20), "500");
        clock.pass(Duration.ofSeconds(25));
        WebhookTry third = begins(id);
        assertThat(third.tried()).as("five seconds late are").isEqualTo(Duration.ofSeconds(35));
        webhooks.retry(third, Duration.ofSeconds(40), "500");
        // The clock is put right: what is of the next day would go on being tried for a day more.
        clock.pass(Duration.ofDays(-1));
        assertThat(begins(id).tried()).isZero();
    }

    @Test
    void aClockThatIsSetAheadInTheMidstOfATryIsNotCounted() {
        String id = ended();
        WebhookTry jumped = begins(id);
        clock.pass(Duration.ofDays(1));
        webhooks.retry(jumped, Duration.ofSeconds(10), "500");
        clock.pass(Duration.ofSeconds(10));
        assertThat(begins(id).tried()).isEqualTo(Duration.ofSeconds(10));
    }

    @Test
    void aFailedTryMakesTheNextDue() {
        String id = ended();
        WebhookTry first = begins(id);
        webhooks.retry(first, Duration.ofMillis(1_500), "500");
        assertThat(webhook(id).lastError()).contains("500");
        clock.pass(Duration.ofMillis(1_499));
        assertThat(webhooks.claim()).as("its time has not come").isEmpty();
        clock.pass(Duration.ofMillis(1));
        WebhookTry second = begins(id);
        assertThat(second.attempt()).isEqualTo(2);
        assertThat(second.messageId()).isEqualTo(first.messageId());
        webhooks.delivered(second);
        assertThat(webhook(id)).isEqualTo(new Webhook(URL, Webhook.Status.DELIVERED, 2, Optional.empty()));
        assertThat(webhooks.claim()).isEmpty();
    }

    /** As a node that is not this one makes it, too: who receives is asked by one at a time, in the order of the ends. */
    @Test
    void ofAUrlOneTryIsMadeAtATimeAndTheOldestFirst() {
        String first = ended();
        clock.pass(Duration.ofSeconds(1));
        String second = ended();
        WebhookTry begun = others.claim(NOBODY).orElseThrow();
        assertThat(begun.job().id()).isEqualTo(first);
        assertThat(webhooks.claim(NOBODY)).isEmpty();
        String beside = ended("https://example.com/beside");
        assertThat(webhooks.claim(NOBODY)).hasValueSatisfying(other -> assertThat(other.job().id()).isEqualTo(beside));
        others.delivered(begun);
        assertThat(webhooks.claim(NOBODY)).hasValueSatisfying(next -> assertThat(next.job().id()).isEqualTo(second));
    }

    @Test
    void whatIsToHostsAndOfProjectsThatAreWithheldWaitsAndAllElseDoesNot() {
        for (String url : List.of("https://Busy.example/a", "https://busy.example", "https://busy.example?token=1",
                "http://busy.example/b")) {
            ended(url);
        }
        assertThat(webhooks.claim(new Withheld(Set.of("busy.example"), Set.of()))).isEmpty();
        assertThat(webhooks.claim(new Withheld(Set.of(), Set.of("default")))).isEmpty();
        String other = ended("https://busy.example.com/a");
        assertThat(webhooks.claim(new Withheld(Set.of("busy.example", "another"), Set.of("shop", "press"))))
                .hasValueSatisfying(found -> assertThat(found.job().id()).isEqualTo(other));
        assertThat(webhooks.claim(NOBODY)).isPresent();
    }

    @Test
    void behindMoreThanAreLookedAtForOneUrlTheOldestOfAnotherIsFound() {
        ended("https://flooded.example/");
        others.claim().orElseThrow();
        flood("https://flooded.example/", 100);
        assertThat(webhooks.claim()).isEmpty();
        clock.pass(Duration.ofSeconds(1));
        String first = ended("https://flooded.example/z");
        clock.pass(Duration.ofSeconds(1));
        String second = ended("https://flooded.example/a");
        assertThat(List.of(claimed(webhooks), claimed(webhooks))).containsExactly(first, second);
        assertThat(webhooks.claim()).isEmpty();
    }

    @Test
    void ofAnyNumberOfUrlsThatAreNotYetDueThoseWhichAreAreFoundAtLast() {
        ended("https://flooded.example/");
        others.claim().orElseThrow();
        flood("https://flooded.example/", 60);
        String last = ended("https://flooded.example/z");
        for (int i = 0; i < 110; i++) {
            ended("https://flooded.example/later/" + i);
        }
        database().jdbi().useHandle(handle -> handle.execute("update webhooks set due_at = due_at + 1000"
                + " where url like '%/later/%'"));
        Optional<WebhookTry> found = Optional.empty();
        for (int look = 0; look < 4 && found.isEmpty(); look++) {
            found = webhooks.claim();
        }
        assertThat(found).hasValueSatisfying(delivery -> assertThat(delivery.job().id()).isEqualTo(last));
    }

    @Test
    void oneOfAnotherProjectIsFoundBesideThoseOfOneThatIsWithheld() {
        flood("https://flooded.example/", 60);
        String other = node.stored(Orders.telling(URL, Orders.of("shop", "video")));
        node.succeeds(other);
        assertThat(webhooks.claim(new Withheld(Set.of(), Set.of("default"))))
                .hasValueSatisfying(found -> assertThat(found.job().id()).isEqualTo(other));
        assertThat(webhooks.claim(new Withheld(Set.of(), Set.of("default")))).isEmpty();
    }

    @Test
    void longUrlsThatBeginAlikeAreOneEach() {
        String beginning = URL + "?" + "token".repeat(300);
        ended(beginning + "/a");
        ended(beginning + "/b");
        assertThat(webhooks.claim()).isPresent();
        ended(beginning + "/a");
        assertThat(webhooks.claim()).isPresent();
        assertThat(webhooks.claim()).isEmpty();
    }

    private void flood(String url, int many) {
        for (int i = 0; i < many; i++) {
            ended(url);
        }
    }

    @Test
    void whatIsHeldBackWaitsInItsOrderAndIsNotCounted() {
        String first = ended();
        clock.pass(Duration.ofSeconds(1));
        String second = ended();
        clock.pass(Duration.ofSeconds(1));
        String third = ended();
        WebhookTry silent = begins(first);
        webhooks.holdBack(silent, Duration.ofSeconds(5));
        webhooks.retry(silent, Duration.ofSeconds(5), "silent");
        assertThat(webhooks.claim(NOBODY)).isEmpty();
        assertThat(webhook(second).attempts()).isZero();
        clock.pass(Duration.ofSeconds(5));
        for (String id : List.of(first, second, third)) {
            WebhookTry next = webhooks.claim(NOBODY).orElseThrow();
            assertThat(next.job().id()).isEqualTo(id);
            webhooks.delivered(next);
        }
    }

    @Test
    void whatIsSentAgainIsNotEndedByATryOfBefore() {
        String id = ended();
        WebhookTry before = begins(id);
        clock.pass(Duration.ofSeconds(9));
        webhooks.sendAgain("default", id);
        webhooks.giveUp(before, "410");
        webhooks.retry(before, Duration.ofHours(1), "500");
        WebhookTry again = begins(id);
        assertThat(again.attempt()).isEqualTo(2);
        assertThat(again.messageId()).isEqualTo(before.messageId());
    }

    @Test
    void ofManyThatBeginATryAtOnceOneHasIt() throws Exception {
        for (int round = 0; round < 10; round++) {
            String id = ended(URL + "/" + round);
            assertThat(Together.results(List.<Callable<Optional<WebhookTry>>>of(webhooks::claim, others::claim,
                    webhooks::claim, others::claim))).filteredOn(Optional::isPresent).hasSize(1);
            assertThat(webhook(id).attempts()).isEqualTo(1);
        }
    }

    @Test
    void aTryThatIsGivenUpIsTheLast() {
        String id = ended();
        webhooks.giveUp(begins(id), "410");
        assertThat(webhook(id)).isEqualTo(new Webhook(URL, Webhook.Status.FAILED, 1, Optional.of("410")));
        assertThat(webhooks.claim()).isEmpty();
        assertThat(webhooks.sendAgain("default", id).webhook()).contains(
                new Webhook(URL, Webhook.Status.PENDING, 1, Optional.empty()));
        begins(id);
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

    /** The next try is of this job; it is begun. */
    private WebhookTry begins(String id) {
        WebhookTry next = webhooks.claim().orElseThrow();
        assertThat(next.job().id()).isEqualTo(id);
        return next;
    }

    /** The job whose try this node begins. */
    private static String claimed(WebhookStore store) {
        return store.claim().orElseThrow().job().id();
    }

    private String begun() {
        return begun(URL);
    }

    private String begun(String url) {
        String id = node.stored(Orders.telling(url, Orders.of("video")));
        node.begun(id);
        return id;
    }

    private String ended() {
        return ended(URL);
    }

    private String ended(String url) {
        String id = begun(url);
        succeed(id, 1);
        return id;
    }
}
