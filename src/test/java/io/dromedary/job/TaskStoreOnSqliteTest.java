package io.dromedary.job;

import io.dromedary.database.Engine;

class TaskStoreOnSqliteTest extends TaskStoreContract {

    TaskStoreOnSqliteTest() {
        super(Engine.SQLITE);
    }
}
