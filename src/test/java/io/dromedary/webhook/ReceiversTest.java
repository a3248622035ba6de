package io.dromedary.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** So many are asked at a time of a host and of a project, and of a host that does not answer one. */
class ReceiversTest {

    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1_000_000);
    private final Receivers receivers = new Receivers(nanos::get);

    private void enter(String host, String project, int times) {
        for (int i = 0; i < times; i++) {
            receivers.enter(host, project);
        }
    }

    private void leave(String url, boolean answered) {
        String host = url.replaceFirst("/.*", "");
        receivers.heard(host, answered);
        receivers.leave(host, "shop");
    }

    @Test
    void aHostIsAskedByEightAtATime() {
        enter("host", "shop", Receivers.OF_HOST - 1);
        assertThat(receivers.withheld().hosts()).isEmpty();
        enter("host", "shop", 1);
        assertThat(receivers.withheld().hosts()).containsExactly("host");
        leave("host/a", true);
        assertThat(receivers.withheld().hosts()).isEmpty();
    }

    @Test
    void aProjectHasSixteenTriesAtATimeToWhomever() {
        for (int i = 0; i < Receivers.OF_PROJECT; i++) {
            assertThat(receivers.withheld().projects()).isEmpty();
            enter("host" + i, "shop", 1);
        }
        assertThat(receivers.withheld().projects()).containsExactly("shop");
        assertThat(receivers.withheld().hosts()).isEmpty();
        leave("host1/a", false);
        assertThat(receivers.withheld().projects()).isEmpty();
    }

    @Test
    void aHostOfWhichNoUrlAnswersIsAskedByOneUntilOneDoes() {
        enter("dead", "shop", 2);
        leave("dead/a", false);
        assertThat(receivers.withheld().hosts()).containsExactly("dead");
        leave("dead/b", false);
        assertThat(receivers.withheld().hosts()).as("nobody asks it now").isEmpty();
        enter("dead", "shop", 1);
        assertThat(receivers.withheld().hosts()).containsExactly("dead");
        leave("dead/b", true);
        enter("dead", "shop", 2);
        assertThat(receivers.withheld().hosts()).isEmpty();
    }

    /** As behind a gateway. */
    @Test
    void aUrlThatIsSilentKeepsNoOtherOfItsHostWaiting() {
        enter("gateway", "shop", 2);
        leave("gateway/good", true);
        for (int i = 0; i < 10; i++) {
            leave("gateway/silent", false);
            enter("gateway", "shop", 2);
            assertThat(receivers.withheld().hosts()).isEmpty();
            leave("gateway/other", true);
        }
    }

    /** However many URLs of a gateway somebody makes up that do not answer. */
    @Test
    void aHostThatAnsweredLatelyIsNotSilentForAnyNumberOfOthersThatAre() {
        enter("gateway", "shop", 1);
        leave("gateway/good", true);
        for (int i = 0; i < 1_000; i++) {
            enter("gateway", "shop", 1);
            leave("gateway/silent" + i, false);
        }
        enter("gateway", "shop", 2);
        assertThat(receivers.withheld().hosts()).isEmpty();
        nanos.addAndGet(Receivers.LATELY.toNanos());
        assertThat(receivers.withheld().hosts()).as("nobody has tried lately").isEmpty();
        leave("gateway/silent", false);
        assertThat(receivers.withheld().hosts()).containsExactly("gateway");
    }

    @Test
    void aTryThatEndsUnheardLeavesItsPlaceAndSaysNothingOfTheHost() {
        enter("host", "shop", Receivers.OF_HOST);
        receivers.leave("host", "shop");
        assertThat(receivers.withheld().hosts()).isEmpty();
        enter("host", "shop", 1);
        assertThat(receivers.withheld().hosts()).containsExactly("host");
    }

    @Test
    void manyThatDoNotAnswerAreForgottenAtLast() {
        for (int i = 0; i < 5_000; i++) {
            enter("dead" + i, "shop", 1);
            leave("dead" + i + "/a", false);
        }
        enter("dead1", "shop", 1);
        enter("dead4999", "shop", 1);
        assertThat(receivers.withheld().hosts()).containsExactly("dead4999");
    }
}
