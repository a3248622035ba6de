package io.dromedary.job;

import io.dromedary.database.Engine;

class RetriesOnSqliteTest extends RetriesContract {

    RetriesOnSqliteTest() {
        super(Engine.SQLITE);
    }
}
