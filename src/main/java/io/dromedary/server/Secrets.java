package io.dromedary.server;

import io.dromedary.connection.KeyFile;
import io.dromedary.connection.SecretBox;
import io.dromedary.connection.WebhookSecrets;
import io.dromedary.database.Database;
import io.dromedary.storage.CdnSigner;
import io.dromedary.webhook.Signer;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import javax.crypto.spec.SecretKeySpec;

/** What a node must keep to itself, or share with the other nodes: the keys of connections, webhooks and signed URLs. */
final class Secrets {

    private final Settings settings;
    private final Path data;
    private final SecureRandom random;
    private final Optional<String> key;
    private final Optional<Path> keyFile;

    /**
     * Looks where they are.
     *
     * @param data   folder of this node
     * @param shared nodes of other machines use the same database: a key of this node's own would leave them with
     *               connections that they cannot read, and webhooks signed by two secrets
     * @throws IllegalArgumentException when they are shared, and the settings do not say where the key is
     */
    Secrets(Settings settings, Path data, boolean shared, SecureRandom random) {
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
        return box(() -> false);
    }

    /**
     * Seals what connections hold.
     *
     * @param needed does the database hold secrets that were sealed before? Then another key is of no use
     * @throws IllegalArgumentException when there is no key, with the way out
     */
    SecretBox box(BooleanSupplier needed) {
        Parser<SecretBox.Key> parser = (lines, where) -> {
            try {
                return SecretBox.keys(lines, where);
            } catch (IllegalArgumentException e) {
                throw needed.getAsBoolean() ? lost(where, e) : e;
            }
        };
        return new SecretBox(key.isPresent() ? fixed(key.get(), "dromedary.key", parser)
                : inFile(keyFile(), whereTheKeyStands(), () -> freshKey(needed), parser), random);
    }

    private String freshKey(BooleanSupplier needed) {
        if (needed.getAsBoolean()) {
            throw lost(whereTheKeyStands(), new IllegalArgumentException(whereTheKeyStands() + " is not there"));
        }
        return SecretBox.freshKey(random);
    }

    private static IllegalArgumentException lost(String where, IllegalArgumentException reason) {
        return new IllegalArgumentException(where + " has lost its key, and the database holds secrets that were sealed with"
                + " it: put back the one from your backup. Only if there is none: " + reason.getMessage());
    }

    private String whereTheKeyStands() {
        return keyFile.map(file -> Settings.named("dromedary.key.file") + " names " + file + ", which")
                .orElseGet(() -> "The key file " + keyFile());
    }

    /** The file of the key that seals; none where the key is given by itself. */
    Optional<Path> fileOfBox() {
        return key.isPresent() ? Optional.empty() : Optional.of(keyFile());
    }

    private Path keyFile() {
        return keyFile.orElse(data.resolve("secret.key"));
    }

    /** What signs the webhooks of each project; of those that have no secret of their own, the one that lies beside the key. */
    WebhookSecrets webhooks(Database database, SecretBox box, Clock clock) {
        return new WebhookSecrets(database, box, clock, sharedWebhookSecrets(), () -> Signer.freshSecret(random));
    }

    /** Signs webhooks by these secrets. */
    static Signer signer(List<String> secrets) {
        List<SecretKeySpec> keys = Signer.keys(secrets, "The secret of the project's webhooks");
        return new Signer(() -> keys);
    }

    Supplier<List<String>> sharedWebhookSecrets() {
        return webhookSecret().map(secret -> fixed(secret, "dromedary.webhook.secret", Secrets::checked))
                .orElseGet(() -> inFile(beside("webhook.secret"), () -> Signer.freshSecret(random), Secrets::checked));
    }

    private static List<String> checked(List<String> webhookSecrets, String whereTheyStand) {
        Signer.keys(webhookSecrets, whereTheyStand);
        return webhookSecrets;
    }

    private interface Parser<K> extends BiFunction<List<String>, String, List<K>> {
    }

    private static <K> Supplier<List<K>> fixed(String text, String setting, Parser<K> parser) {
        List<K> keys = parser.apply(KeyFile.secrets(text), Settings.named(setting));
        return () -> keys;
    }

    private static <K> Supplier<List<K>> inFile(Path file, Supplier<String> fresh, Parser<K> parser) {
        return inFile(file, "The key file " + file, fresh, parser);
    }

    /** Read again when the file has changed: keys are rotated while the server runs. */
    private static <K> Supplier<List<K>> inFile(Path file, String whereItStands, Supplier<String> fresh, Parser<K> parser) {
        KeyFile.read(file, fresh);
        return new ReloadedFile<>(file, new OwnerOnlyFile(), text -> {
            KeyFile.refuseWhenOthersCanRead(file);
            return parser.apply(KeyFile.secrets(text), whereItStands);
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
        return Optional.of(new CdnSigner(cdnSecret().map(text -> fixed(text, "dromedary.cdn.secret", CdnSigner::keys))
                .orElseGet(() -> inFile(beside("cdn.secret"), () -> CdnSigner.freshKey(random), CdnSigner::keys)),
                clock));
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
