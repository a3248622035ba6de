package io.dromedary.connection;

import io.dromedary.database.Engine;
import org.junit.jupiter.api.Tag;

@Tag("process")
class WebhookSecretsOnPostgresqlTest extends WebhookSecretsContract {

    WebhookSecretsOnPostgresqlTest() {
        super(Engine.POSTGRESQL);
    }
}
