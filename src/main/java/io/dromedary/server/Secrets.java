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

/** The secrets of a node, which nodes may share: the keys of connections, webhooks and signed URLs. */
final class Secrets {

    private final Settings settings;
    private final Path data;
    private final SecureRandom random;
    private final Optional<String> key;
    private final Optional<Path> keyFile;

    /**
     * @param data   folder of this node
     * @param shared whether nodes of other machines use the same database: with a separate key for each node, they could
     *               not read each other's connections, and would sign webhooks by different secrets
     * @throws IllegalArgumentException if the database is shared, and the settings name no key
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

    /**
     * Seals the secrets of connections.
     *
     * @throws IllegalArgumentException if there is no key, saying what to do
     */
    SecretBox box() {
        return new SecretBox(boxKeys(() -> false), random);
    }

    /**
     * Seals the secrets of connections, by a key that is looked for when it is first needed: a key file that is missing may
     * only be made once it is known that the database has no use for another.
     *
     * @param needed whether the database contains sealed secrets, so that a new key would be useless
     */
    SecretBox box(BooleanSupplier needed) {
        return new SecretBox(new Lazy<>(() -> boxKeys(needed)), random);
    }

    private Supplier<List<SecretBox.Key>> boxKeys(BooleanSupplier needed) {
        Parser<SecretBox.Key> parser = (lines, where) -> {
            try {
                return SecretBox.keys(lines, where);
            } catch (IllegalArgumentException e) {
                throw needed.getAsBoolean() ? lost(where, e) : e;
            }
        };
        return key.isPresent() ? fixed(key.get(), "dromedary.key", parser)
                : inFile(keyFile(), whereTheKeyStands(), () -> freshKey(needed), parser);
    }

    /** Keys that are looked for when they are first asked for. */
    private static final class Lazy<K> implements Supplier<List<K>> {

        private final Supplier<Supplier<List<K>>> source;
        private Optional<Supplier<List<K>>> found = Optional.empty();

        Lazy(Supplier<Supplier<List<K>>> source) {
            this.source = source;
        }

        @Override
        public List<K> get() {
            synchronized (this) {
                if (found.isEmpty()) {
                    found = Optional.of(source.get());
                }
            }
            return found.get().get();
        }
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

    /** The file of the key; none if the setting contains the key itself. */
    Optional<Path> fileOfBox() {
        return key.isPresent() ? Optional.empty() : Optional.of(keyFile());
    }

    private Path keyFile() {
        return keyFile.orElse(data.resolve("secret.key"));
    }

    /** The secrets that sign the webhooks of each project; projects without one share the secret beside the key. */
    WebhookSecrets webhooks(Database database, SecretBox box, Clock clock) {
        return new WebhookSecrets(database, box, clock, sharedWebhookSecrets(), () -> Signer.freshSecret(random));
    }

    /** A signer with these secrets. */
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

    /** Reads the file again when it changes, as keys can be rotated while the server runs. */
    private static <K> Supplier<List<K>> inFile(Path file, String whereItStands, Supplier<String> fresh, Parser<K> parser) {
        KeyFile.read(file, fresh);
        return new ReloadedFile<>(file, new OwnerOnlyFile(), text -> {
            KeyFile.refuseWhenOthersCanRead(file);
            return parser.apply(KeyFile.secrets(text), whereItStands);
        });
    }

    /**
     * The signer of the URLs of published files.
     *
     * @return none if these files are public
     * @throws IllegalArgumentException if the settings require signed URLs for files that this server does not serve
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
