package io.dromedary.job;

import io.dromedary.database.Engine;

class DeliveryOnSqliteTest extends DeliveryContract {

    DeliveryOnSqliteTest() {
        super(Engine.SQLITE);
    }
}
