package io.dromedary.job;

import io.dromedary.database.Engine;

class KeepingOnSqliteTest extends KeepingContract {

    KeepingOnSqliteTest() {
        super(Engine.SQLITE);
    }
}
