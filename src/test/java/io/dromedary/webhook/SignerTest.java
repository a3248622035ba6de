package io.dromedary.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Signatures are those of the Standard Webhooks specification; secrets that are none are refused. */
class SignerTest {

    @Test
    void theExampleOfTheSpecificationHasItsSignature() {
        Signer signer = signer("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
        assertThat(signer.sign("msg_p5jXN8AQM9LWM0D4loKWxJek", 1_614_265_330L,
                "{\"test\": 2432232314}".getBytes(StandardCharsets.UTF_8)))
                .isEqualTo("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    @Test
    void aFreshSecretIsOneAndNeverTheSame() {
        var random = new SecureRandom();
        String secret = Signer.freshSecret(random);
        signer(secret);
        assertThat(secret).isNotEqualTo(Signer.freshSecret(random));
    }

    @ParameterizedTest
    @ValueSource(strings = {"whsec_", "whsec_%%%%", "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "whsec_c2hvcnQ=", "whsec_ "})
    void aSecretThatIsNoneIsRefusedWithTheWayOut(String secret) {
        assertThatThrownBy(() -> Signer.keys(List.of(secret), "DROMEDARY_WEBHOOK_SECRET"))
                .hasMessageStartingWith("DROMEDARY_WEBHOOK_SECRET").hasMessageContaining("openssl rand -base64 32");
    }

    @Test
    void aSecretThatIsTooLongIsRefusedAndNotRepeated() {
        String secret = "whsec_" + Base64.getEncoder().encodeToString(new byte[65]);
        assertThatThrownBy(() -> Signer.keys(List.of(secret), "x")).hasMessageNotContaining(secret);
    }

    @Test
    void whileASecretIsRotatedMessagesAreSignedByBoth() {
        byte[] body = "{}".getBytes(StandardCharsets.UTF_8);
        String fresh = Signer.freshSecret(new SecureRandom());
        String old = Signer.freshSecret(new SecureRandom());
        assertThat(signer(fresh, old).sign("msg_1", 1, body))
                .isEqualTo(signer(fresh).sign("msg_1", 1, body) + " " + signer(old).sign("msg_1", 1, body));
    }

    private static Signer signer(String... secrets) {
        var keys = Signer.keys(List.of(secrets), "test");
        return new Signer(() -> keys);
    }
}
