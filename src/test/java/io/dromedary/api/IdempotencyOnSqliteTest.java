package io.dromedary.api;

import io.dromedary.database.Engine;

class IdempotencyOnSqliteTest extends IdempotencyContract {

    IdempotencyOnSqliteTest() {
        super(Engine.SQLITE);
    }
}
