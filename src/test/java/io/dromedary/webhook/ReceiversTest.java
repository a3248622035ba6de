package io.dromedary.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Receivers that do not answer are asked one by one, all others as often as there is something for them. */
class ReceiversTest {

    private final Receivers receivers = new Receivers();

    @Test
    void oneThatAnswersIsAskedByManyAtOnce() {
        assertThat(receivers.enter("good")).isTrue();
        receivers.leave("good", true);
        for (int i = 0; i < 100; i++) {
            assertThat(receivers.enter("good")).isTrue();
        }
    }

    @Test
    void oneThatDoesNotIsAskedByOneUntilItAnswers() {
        assertThat(receivers.enter("dead")).isTrue();
        assertThat(receivers.enter("dead")).isTrue();
        receivers.leave("dead", false);
        assertThat(receivers.enter("dead")).isFalse();
        assertThat(receivers.enter("good")).isTrue();
        receivers.leave("dead", false);
        assertThat(receivers.enter("dead")).isTrue();
        assertThat(receivers.enter("dead")).isFalse();
        receivers.leave("dead", true);
        assertThat(receivers.enter("dead")).isTrue();
        assertThat(receivers.enter("dead")).isTrue();
    }

    @Test
    void manyThatDoNotAnswerAreForgottenAtLast() {
        for (int i = 0; i < 5_000; i++) {
            receivers.enter("dead" + i);
            receivers.leave("dead" + i, false);
        }
        assertThat(receivers.enter("dead1")).isTrue();
        assertThat(receivers.enter("dead1")).isTrue();
        assertThat(receivers.enter("dead4999")).isTrue();
        assertThat(receivers.enter("dead4999")).isFalse();
    }
}
