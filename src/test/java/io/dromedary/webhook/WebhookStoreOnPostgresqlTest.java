package io.dromedary.webhook;

import io.dromedary.database.Engine;
import org.junit.jupiter.api.Tag;

@Tag("process")
class WebhookStoreOnPostgresqlTest extends WebhookStoreContract {

    WebhookStoreOnPostgresqlTest() {
        super(Engine.POSTGRESQL);
    }
}
