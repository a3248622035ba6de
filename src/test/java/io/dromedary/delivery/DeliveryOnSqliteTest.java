package io.dromedary.delivery;

import io.dromedary.database.Engine;

class DeliveryOnSqliteTest extends DeliveryContract {

    DeliveryOnSqliteTest() {
        super(Engine.SQLITE);
    }
}
