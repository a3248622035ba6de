package io.dromedary.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromedary.Hands;
import io.dromedary.database.Engine;
import io.dromedary.database.EngineContract;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Secrets that are sealed anew can be read at every moment, and none is lost. */
abstract class ResealingContract extends EngineContract {

    private static final SecureRandom RANDOM = new SecureRandom();

    private final Hands clock = new Hands(Instant.parse("2026-03-01T12:00:00Z"));
    private String old;
    private String fresh;
    private ConnectionStore before;
    private ConnectionStore after;

    ResealingContract(Engine engine) {
        super(engine);
    }

    @BeforeEach
    void begin() {
        old = SecretBox.freshKey(RANDOM);
        fresh = SecretBox.freshKey(RANDOM);
        before = new ConnectionStore(database(), box(old), clock);
        after = new ConnectionStore(database(), box(fresh), clock);
    }

    @Test
    void whatAnOlderKeySealedIsSealedByTheNewestAndTheRestStaysAsItIs() {
        String sealedBefore = create(before, "one").id();
        String sealedAfter = create(after, "two").id();
        String lost = create(new ConnectionStore(database(), box(SecretBox.freshKey(RANDOM)), clock), "lost").id();
        String stays = sealed(sealedAfter);
        String closed = sealed(lost);
        var resealing = new Resealing(database(), box(fresh, old));
        assertThat(resealing.run()).isEqualTo(new Resealing.Result(1, List.of("lost"), List.of()));
        assertThat(after.secret(sealedBefore)).isEqualTo("secret of one");
        assertThat(sealed(sealedAfter)).isEqualTo(stays);
        assertThat(sealed(lost)).isEqualTo(closed);
        assertThat(resealing.run()).as("nothing is left").isEqualTo(new Resealing.Result(0, List.of("lost"), List.of()));
    }

    @Test
    void aSecretThatIsChangedMeanwhileStaysAsItWasChanged() {
        String id = create(before, "one").id();
        List<SecretBox.Key> both = SecretBox.keys(List.of(fresh, old), "the test");
        var changing = new SecretBox(() -> {
            // Its keys are asked for after the rows were read, and before one is written.
            before.update("shop", "one", new ConnectionStore.Draft(Optional.empty(), Optional.empty(), Optional.empty(),
                    Optional.empty(), Optional.of("changed"), Optional.empty()));
            return both;
        }, RANDOM);
        assertThat(new Resealing(database(), changing).run()).isEqualTo(new Resealing.Result(0, List.of(), List.of()));
        assertThat(before.secret(id)).isEqualTo("changed");
    }

    @Test
    void theSecretsOfWebhooksAreSealedAnewToo() {
        webhooks(old).show("shop");
        String first = webhooks(old).show("shop").secret();
        String second = webhooks(old).rotate("shop", Duration.ofSeconds(60)).secret();
        webhooks(SecretBox.freshKey(RANDOM)).show("press");
        var resealing = new Resealing(database(), box(fresh, old));
        assertThat(resealing.run()).isEqualTo(new Resealing.Result(2, List.of(), List.of("press")));
        assertThat(webhooks(fresh).signing("shop")).containsExactly(second, first);
        assertThat(resealing.run()).as("nothing is left").isEqualTo(new Resealing.Result(0, List.of(), List.of("press")));
        assertThat(webhooks(fresh).rotate("press", Duration.ZERO).project()).as("a new one needs no old key").isEqualTo("press");
    }

    private WebhookSecrets webhooks(String key) {
        return new WebhookSecrets(database(), box(key), clock, List::of, () -> SecretBox.freshKey(RANDOM));
    }

    private static Connection create(ConnectionStore store, String name) {
        return store.create("shop", new ConnectionStore.Draft(Optional.of(name), Optional.of("https://store.example"),
                Optional.of("auto"), Optional.of("id"), Optional.of("secret of " + name), Optional.empty()));
    }

    private String sealed(String id) {
        return database().jdbi().withHandle(handle -> handle
                .createQuery("select sealed_secret from connections where id = :id").bind("id", id)
                .mapTo(String.class).one());
    }

    private static SecretBox box(String... keys) {
        List<SecretBox.Key> ring = SecretBox.keys(List.of(keys), "the test");
        return new SecretBox(() -> ring, RANDOM);
    }
}
