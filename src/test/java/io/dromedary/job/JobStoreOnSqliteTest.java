package io.dromedary.job;

import io.dromedary.database.Engine;

class JobStoreOnSqliteTest extends JobStoreContract {

    JobStoreOnSqliteTest() {
        super(Engine.SQLITE);
    }
}
