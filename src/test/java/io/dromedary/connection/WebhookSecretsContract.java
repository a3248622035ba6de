package io.dromedary.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromedary.Hands;
import io.dromedary.Together;
import io.dromedary.database.Database;
import io.dromedary.database.Engine;
import io.dromedary.database.EngineContract;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Each project has a secret of its own, and its receivers can go over from one to the next. */
abstract class WebhookSecretsContract extends EngineContract {

    private static final Duration GRACE = Duration.ofSeconds(60);

    private final AtomicInteger made = new AtomicInteger();
    private final List<SecretBox.Key> ring = SecretBox.keys(List.of(SecretBox.freshKey(new SecureRandom())), "the test");
    private Hands clock;
    private WebhookSecrets secrets;

    WebhookSecretsContract(Engine engine) {
        super(engine);
    }

    @BeforeEach
    void begin() {
        clock = new Hands(Instant.parse("2026-03-01T12:00:00Z"));
        secrets = on(database());
    }

    private WebhookSecrets on(Database database) {
        return new WebhookSecrets(database, new SecretBox(() -> ring, new SecureRandom()), clock,
                () -> List.of("configured", "configured-before"), () -> "secret-" + made.incrementAndGet());
    }

    /** As the upgrade leaves it. */
    private void wasThereBefore(String project) {
        database().jdbi().useHandle(handle -> handle.execute("insert into webhook_secrets (project) values (?)", project));
    }

    @Test
    void aProjectHasASecretOfItsOwnFromTheFirstTimeOn() {
        List<String> shop = secrets.signing("shop");
        assertThat(shop).hasSize(1).doesNotContain("configured");
        assertThat(secrets.signing("shop")).isEqualTo(shop);
        assertThat(secrets.show("shop")).isEqualTo(new WebhookSecrets.Shown("shop", shop.get(0), Optional.empty()));
        assertThat(secrets.signing("press")).doesNotContainAnyElementsOf(shop);
        List<String> kept = database().jdbi().withHandle(handle ->
                handle.select("select sealed from webhook_secrets").mapTo(String.class).list());
        assertThat(kept).hasSize(2).allSatisfy(sealed -> assertThat(sealed).startsWith("v2.").doesNotContain("secret-"));
    }

    @Test
    void aProjectThatWasThereBeforeGoesOnWithTheSecretOfTheSettingsUntilItIsRotated() {
        wasThereBefore("old");
        assertThat(secrets.signing("old")).containsExactly("configured", "configured-before");
        assertThat(secrets.show("old").secret()).isEqualTo("configured");
        String own = secrets.rotate("old", GRACE).secret();
        assertThat(secrets.signing("old")).containsExactly(own, "configured", "configured-before");
        clock.pass(GRACE);
        assertThat(secrets.signing("old")).containsExactly(own);
    }

    @Test
    void withinTheGraceTheSecretBeforeSignsTooAndNoneOfThoseBeforeThat() {
        String first = secrets.show("shop").secret();
        WebhookSecrets.Shown second = secrets.rotate("shop", GRACE);
        assertThat(second.previousUntil()).contains(clock.millis() + GRACE.toMillis());
        assertThat(secrets.signing("shop")).containsExactly(second.secret(), first);
        String third = secrets.rotate("shop", GRACE).secret();
        assertThat(secrets.signing("shop")).containsExactly(third, second.secret());
        String last = secrets.rotate("shop", Duration.ZERO).secret();
        assertThat(secrets.signing("shop")).containsExactly(last);
        assertThat(secrets.show("shop").previousUntil()).isEmpty();
    }

    @Test
    void nodesThatAskAtOnceForAProjectsFirstSecretGetTheSame() throws Exception {
        var there = on(otherNodes());
        var asked = new ArrayList<Callable<List<String>>>();
        for (int i = 0; i < 8; i++) {
            WebhookSecrets one = i % 2 == 0 ? secrets : there;
            asked.add(() -> one.signing("shop"));
        }
        assertThat(Together.results(asked)).containsOnly(secrets.signing("shop"));
        assertThat(rows("webhook_secrets")).isEqualTo(1);
    }
}
