package io.dromedary.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How long clients are willing to wait (RFC 7240). */
class PreferenceTest {

    @ParameterizedTest
    @CsvSource({"wait=10, 10", "'respond-async, Wait = \"7\"; x=y', 7", "wait=600, 60", "'wait=3, wait=9', 3", "'a, b=\"c\" ,wait=1', 1"})
    void aNumberOfSecondsIsRead(String header, int seconds) {
        assertThat(Preference.wait(header)).contains(Duration.ofSeconds(seconds));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "wait", "wait=", "wait=-1", "wait=1.5", "wait=0", "await=5", "wait=99999999999999", "handling=strict"})
    void whatSaysNoTimeIsIgnored(String header) {
        assertThat(Preference.wait(header)).isEmpty();
    }

    @Test
    void withoutTheHeaderNobodyWaits() {
        assertThat(Preference.wait(null)).isEmpty();
    }
}
