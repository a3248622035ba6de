package io.dromedary.job;

import io.dromedary.database.Engine;

class RetentionOnSqliteTest extends RetentionContract {

    RetentionOnSqliteTest() {
        super(Engine.SQLITE);
    }
}
