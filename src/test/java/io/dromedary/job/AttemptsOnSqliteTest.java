package io.dromedary.job;

import io.dromedary.database.Engine;

class AttemptsOnSqliteTest extends AttemptsContract {

    AttemptsOnSqliteTest() {
        super(Engine.SQLITE);
    }
}
