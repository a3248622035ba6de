package io.dromedary.delivery;

import io.dromedary.database.Engine;

class HeartbeatsOnSqliteTest extends HeartbeatsContract {

    HeartbeatsOnSqliteTest() {
        super(Engine.SQLITE);
    }
}
