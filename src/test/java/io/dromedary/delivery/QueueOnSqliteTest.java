package io.dromedary.delivery;

import io.dromedary.database.Engine;

class QueueOnSqliteTest extends QueueContract {

    QueueOnSqliteTest() {
        super(Engine.SQLITE);
    }
}
