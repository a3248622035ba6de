package io.dromedary.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dromedary.problem.Problem;
import io.dromedary.problem.ProblemKind;
import org.junit.jupiter.api.Test;

class OutgoingLimitsTest {

    private final OutgoingLimits outgoing = new OutgoingLimits(new OutgoingLimits.Bounds(2, 3, 5));

    private static Caller caller(String key, String project) {
        return new Caller(key, project, Scope.WRITE, Limits.NONE);
    }

    private void assertRefused(Caller caller, String words) {
        assertThatThrownBy(() -> outgoing.enter(caller)).hasMessageContaining(words)
                .isInstanceOfSatisfying(Problem.class, problem -> {
                    assertThat(problem.kind()).isEqualTo(ProblemKind.TOO_MANY_REQUESTS);
                    assertThat(problem.retryAfterSeconds()).isPresent();
                });
    }

    @Test
    void aKeyWaitsForAsManyAsItMayAndThenForTheNextWhenOneIsThere() {
        Caller shop = caller("key_1", "shop");
        outgoing.enter(shop);
        outgoing.enter(shop);
        assertRefused(shop, "This key waits for 2");
        outgoing.leave(shop);
        outgoing.enter(shop);
        assertRefused(shop, "This key waits for 2");
    }

    @Test
    void moreKeysOfAProjectAreNoWayToTakeAll() {
        outgoing.enter(caller("key_1", "shop"));
        outgoing.enter(caller("key_2", "shop"));
        outgoing.enter(caller("key_3", "shop"));
        assertRefused(caller("key_4", "shop"), "keys of this project wait for 3");
        outgoing.enter(caller("key_5", "press"));
    }

    @Test
    void ofAllProjectsTogetherNoMoreWaitThanTheNodeHasThreadsFor() {
        for (int i = 0; i < 5; i++) {
            outgoing.enter(caller("key_" + i, "project " + i));
        }
        assertRefused(caller("key_6", "press"), "on this node");
        outgoing.leave(caller("key_0", "project 0"));
        outgoing.enter(caller("key_6", "press"));
    }
}
