package io.dromedary.server;

import io.dromedary.connection.KeyFile;
import io.dromedary.connection.SecretBox;
import io.dromedary.storage.CdnSigner;
import io.dromedary.webhook.Signer;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import javax.crypto.spec.SecretKeySpec;

/** What a node must keep to itself, or share with the other nodes: the keys of connections, webhooks and signed URLs. */
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
        if (shared && keyFile.isEmpty() && (key.isEmpty() || webhookSecret().isEmpty()
                || signsUrls() && cdnSecret().isEmpty())) {
            throw new IllegalArgumentException("Nodes that share a database need the same keys: give each the same file by"
                    + " DROMEDARY_KEY_FILE (the first one makes it), or DROMEDARY_KEY and DROMEDARY_WEBHOOK_SECRET"
                    + (signsUrls() ? " and DROMEDARY_CDN_SECRET." : "."));
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
            Path file = beside("webhook.secret");
            return Signer.withSecret(KeyFile.read(file, () -> Signer.freshSecret(random)), "The key file " + file);
        });
    }

    /**
     * Signs the URLs of published files, by a secret that lies beside the key.
     *
     * @return none where those files are for everyone
     * @throws IllegalArgumentException when URLs are to be signed of files that this server does not serve
     */
    Optional<CdnSigner> cdn(Clock clock) {
        if (!signsUrls()) {
            return Optional.empty();
        }
        if (settings.cdnBucket().isPresent()) {
            throw new IllegalArgumentException("dromedary.cdn.signed is for files that this server serves, and"
                    + " dromedary.cdn is a bucket: have the CDN of the bucket ask for tokens, and set"
                    + " DROMEDARY_CDN_SIGNED=false.");
        }
        SecretKeySpec secret = cdnSecret().map(text -> CdnSigner.key(text, "DROMEDARY_CDN_SECRET")).orElseGet(() -> {
            Path file = beside("cdn.secret");
            return CdnSigner.key(KeyFile.read(file, () -> CdnSigner.freshKey(random)), "The key file " + file);
        });
        return Optional.of(new CdnSigner(() -> List.of(secret), clock));
    }

    private boolean signsUrls() {
        return settings.flag("dromedary.cdn.signed");
    }

    private Optional<String> cdnSecret() {
        return settings.secret("dromedary.cdn.secret");
    }

    private Path beside(String name) {
        return keyFile.map(path -> path.toAbsolutePath().resolveSibling(name)).orElse(data.resolve(name));
    }

    private Optional<String> webhookSecret() {
        return settings.secret("dromedary.webhook.secret");
    }
}
