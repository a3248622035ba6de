package io.dromedary.delivery;

import io.dromedary.database.Engine;

class DueTimesOnSqliteTest extends DueTimesContract {

    DueTimesOnSqliteTest() {
        super(Engine.SQLITE);
    }
}
