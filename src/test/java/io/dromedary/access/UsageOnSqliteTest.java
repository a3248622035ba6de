package io.dromedary.access;

import io.dromedary.database.Engine;

class UsageOnSqliteTest extends UsageContract {

    UsageOnSqliteTest() {
        super(Engine.SQLITE);
    }
}
