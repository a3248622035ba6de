package io.dromedary.access;

import io.dromedary.database.Engine;

class ApiKeysOnSqliteTest extends ApiKeysContract {

    ApiKeysOnSqliteTest() {
        super(Engine.SQLITE);
    }
}
