package io.dromedary.server;

import io.dromedary.connection.ClientCache;
import io.dromedary.connection.ConnectionStore;
import io.dromedary.connection.KeyCheck;
import io.dromedary.connection.SecretBox;
import io.dromedary.connection.WebhookSecrets;
import io.dromedary.net.AllowedHosts;
import io.dromedary.net.CheckedDns;
import io.dromedary.storage.CdnBucket;
import io.dromedary.storage.CdnFolder;
import io.dromedary.storage.CdnLinks;
import io.dromedary.webhook.Signer;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/** Creates what holds files, and the secrets that open it: the CDN, and the stores of connections. */
final class StoreWiring {

    private final Path cdnFolder;
    private final CdnFolder cdn;
    private final Optional<CdnBucket> bucket;
    private final CdnLinks links;
    private final KeyCheck keyCheck;
    private final ConnectionStore connections;
    private final ClientCache clients;
    private final WebhookSecrets webhookSecrets;

    /**
     * Creates them; nothing has been asked of the database yet.
     *
     * @param publicUrl what URLs of this server begin with
     * @param allowed   the hosts that endpoints of connections may have
     */
    StoreWiring(Foundation base, String publicUrl, AllowedHosts allowed) {
        Settings settings = base.settings();
        var secrets = new Secrets(settings, base.data().resolve(""), base.database().isServer(), base.random());
        cdnFolder = settings.cdnFolder().orElse(base.data().resolve("cdn"));
        cdn = new CdnFolder(cdnFolder, publicUrl + "/cdn");
        bucket = settings.cdnBucket();
        links = new CdnLinks(cdn, secrets.cdn(Clock.systemUTC()), signedFor(settings), Clock.systemUTC());
        SecretBox box = secrets.box(() -> KeyCheck.holdsSecrets(base.database()));
        keyCheck = new KeyCheck(base.database(), box);
        connections = new ConnectionStore(base.database(), box, Clock.systemUTC());
        clients = base.resources().add(new ClientCache(connections, base.registry()::bind,
                new CheckedDns(allowed, "The host of the connection's endpoint"), base.requests()::onStop));
        webhookSecrets = secrets.webhooks(base.database(), box, base.clock());
    }

    /** The default lifetime of signed URLs. */
    static Duration signedFor(Settings settings) {
        return settings.seconds("dromedary.cdn.signed-seconds");
    }

    /** Checks that the key of this node opens the secrets of the database. */
    void begin() {
        keyCheck.check();
    }

    /** The folder of published files, on a node whose disk holds them. */
    Optional<Path> ownFolder() {
        return bucket.isPresent() ? Optional.empty() : Optional.of(cdnFolder);
    }

    CdnFolder cdn() {
        return cdn;
    }

    Optional<CdnBucket> bucket() {
        return bucket;
    }

    CdnLinks links() {
        return links;
    }

    /** Is this a URL of a published file? */
    boolean owns(String url) {
        return links.opens(url) || bucket.filter(own -> own.owns(url)).isPresent();
    }

    ConnectionStore connections() {
        return connections;
    }

    ClientCache clients() {
        return clients;
    }

    WebhookSecrets webhookSecrets() {
        return webhookSecrets;
    }

    /** Signs the webhooks of a project. */
    Signer signer(String project) {
        return Secrets.signer(webhookSecrets.signing(project));
    }
}
