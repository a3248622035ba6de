package io.dromedary.connection;

import io.dromedary.database.Engine;

class ResealingOnSqliteTest extends ResealingContract {

    ResealingOnSqliteTest() {
        super(Engine.SQLITE);
    }
}
