package io.dromedary.job;

import io.dromedary.database.Engine;

class NodeSignsOnSqliteTest extends NodeSignsContract {

    NodeSignsOnSqliteTest() {
        super(Engine.SQLITE);
    }
}
