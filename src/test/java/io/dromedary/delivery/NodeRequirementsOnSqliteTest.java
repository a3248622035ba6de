package io.dromedary.delivery;

import io.dromedary.database.Engine;

class NodeRequirementsOnSqliteTest extends NodeRequirementsContract {

    NodeRequirementsOnSqliteTest() {
        super(Engine.SQLITE);
    }
}
