package io.dromedary.connection;

import io.dromedary.database.Engine;

class ConnectionStoreOnSqliteTest extends ConnectionStoreContract {

    ConnectionStoreOnSqliteTest() {
        super(Engine.SQLITE);
    }
}
