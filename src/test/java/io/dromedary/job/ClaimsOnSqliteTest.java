package io.dromedary.job;

import io.dromedary.database.Engine;

class ClaimsOnSqliteTest extends ClaimsContract {

    ClaimsOnSqliteTest() {
        super(Engine.SQLITE);
    }
}
