package io.dromedary.connection;

import io.dromedary.database.Engine;

class WebhookSecretsOnSqliteTest extends WebhookSecretsContract {

    WebhookSecretsOnSqliteTest() {
        super(Engine.SQLITE);
    }
}
