package io.dromedary.job;

import io.dromedary.database.Engine;

class NodeNeedsOnSqliteTest extends NodeNeedsContract {

    NodeNeedsOnSqliteTest() {
        super(Engine.SQLITE);
    }
}
