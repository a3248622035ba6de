package io.dromedary.job;

import io.dromedary.database.Engine;

class WebhookStoreOnSqliteTest extends WebhookStoreContract {

    WebhookStoreOnSqliteTest() {
        super(Engine.SQLITE);
    }
}
