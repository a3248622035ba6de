package io.dromedary.delivery;

import io.dromedary.database.Engine;

class ClaimsOnSqliteTest extends ClaimsContract {

    ClaimsOnSqliteTest() {
        super(Engine.SQLITE);
    }
}
