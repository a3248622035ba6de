package io.dromedary.server;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;

/** The places of the server that read settings, each as the server does it. */
enum Reads {

    HTTP((settings, wired) -> new HttpWiring(settings)),
    WORK((settings, wired) -> wired.work(settings)),
    API((settings, wired) -> wired.api(settings)),
    INPUTS((settings, wired) -> wired.inputs(settings)),
    UPLOADS((settings, wired) -> wired.uploads(settings)),
    UPLOAD_BUCKET((settings, wired) -> settings.uploadBucket()),
    INPUT_LIMITS((settings, wired) -> new InputWiring(settings).limits()),
    WEBHOOKS((settings, wired) -> wired.webhooks(settings)),
    LIMITS((settings, wired) -> SandboxSettings.limits(settings)),
    SANDBOX((settings, wired) -> SandboxSettings.wish(settings)),
    USERS((settings, wired) -> SandboxSettings.userIds(settings)),
    ROUTES((settings, wired) -> Wiring.checkWhatRoutesRead(settings)),
    KEEPING((settings, wired) -> JobWiring.retention(settings)),
    SIGNED_FOR((settings, wired) -> StoreWiring.signedFor(settings)),
    CDN((settings, wired) -> settings.cdnBucket()),
    DATA((settings, wired) -> DataFolder.open(settings.path("dromedary.data")).close()),
    DATABASE((settings, wired) -> settings.database(wired.folder().resolve("own.db"))),
    DIRECT((settings, wired) -> settings.direct(settings.database(wired.folder().resolve("own.db")))),
    ROLES((settings, wired) -> settings.roles()),
    SLOTS((settings, wired) -> settings.workerSlots()),
    LIGHT_SLOTS((settings, wired) -> settings.lightSlots()),
    LENT_AFTER((settings, wired) -> settings.lentAfter()),
    TRANSFER_SLOTS((settings, wired) -> settings.transferSlots()),
    LANES((settings, wired) -> settings.lanes()),
    /** It is set for the whole process, so only what is wrong is tried here. */
    LOG_FORMAT((settings, wired) -> LogFormat.choose(Path.of(DromedaryBeans.SETTINGS),
            variable -> settings.required("dromedary.log.format"))),
    SECRETS((settings, wired) -> {
        var secrets = new Secrets(settings, wired.folder(), false, new SecureRandom());
        secrets.box();
        secrets.sharedWebhookSecrets();
        secrets.cdn(Clock.systemUTC());
    }),
    /** Of nodes of other machines, which use the same database. */
    SHARED_SECRETS((settings, wired) -> new Secrets(settings, wired.folder(), true, new SecureRandom()));

    private interface Reader {
        void read(Settings settings, Wired wired) throws Exception;
    }

    private final Reader reader;

    Reads(Reader reader) {
        this.reader = reader;
    }

    /** Reads them, and makes what needs them. */
    void read(Settings settings, Wired wired) throws Exception {
        reader.read(settings, wired);
    }
}
