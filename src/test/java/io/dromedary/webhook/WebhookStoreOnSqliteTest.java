package io.dromedary.webhook;

import io.dromedary.database.Engine;

class WebhookStoreOnSqliteTest extends WebhookStoreContract {

    WebhookStoreOnSqliteTest() {
        super(Engine.SQLITE);
    }
}
