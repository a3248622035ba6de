package io.dromedary.server;

import io.dromedary.connection.KeyFile;
import io.dromedary.connection.SecretBox;
import io.dromedary.webhook.Signer;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Optional;

/** What a node must keep to itself, or share with the other nodes: the key of the connections, and that of webhooks. */
final class Secrets {

    private final Settings settings;
    private final DataFolder data;
    private final SecureRandom random;
    private final Optional<String> key;
    private final Optional<Path> keyFile;

    /**
     * Looks where they are.
     *
     * @param shared nodes of other machines use the same database: a key of this node's own would leave them with
     *               connections that they cannot read, and webhooks signed by two secrets
     * @throws IllegalArgumentException when they are shared, and the settings do not say where the key is
     */
    Secrets(Settings settings, DataFolder data, boolean shared, SecureRandom random) {
        this.settings = settings;
        this.data = data;
        this.random = random;
        key = settings.secret("dromedary.key");
        keyFile = settings.text("dromedary.key.file").map(Path::of);
        if (shared && keyFile.isEmpty() && (key.isEmpty() || webhookSecret().isEmpty())) {
            throw new IllegalArgumentException("Nodes that share a database need the same keys: give each the same file by"
                    + " DROMEDARY_KEY_FILE (the first one makes it), or DROMEDARY_KEY and DROMEDARY_WEBHOOK_SECRET.");
        }
    }

    /** Seals what connections hold. */
    SecretBox box() {
        return key.map(text -> SecretBox.withKey(text, "DROMEDARY_KEY", random)).orElseGet(() ->
                SecretBox.withKeyFile(keyFile.orElse(data.resolve("secret.key")), random));
    }

    /** Signs webhooks, by a secret that lies beside the key. */
    Signer webhooks() {
        return webhookSecret().map(secret -> Signer.withSecret(secret, "DROMEDARY_WEBHOOK_SECRET")).orElseGet(() -> {
            Path file = keyFile.map(path -> path.toAbsolutePath().resolveSibling("webhook.secret"))
                    .orElse(data.resolve("webhook.secret"));
            return Signer.withSecret(KeyFile.read(file, () -> Signer.freshSecret(random)), "The key file " + file);
        });
    }

    private Optional<String> webhookSecret() {
        return settings.secret("dromedary.webhook.secret");
    }
}
