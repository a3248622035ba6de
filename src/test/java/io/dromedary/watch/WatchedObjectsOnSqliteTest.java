package io.dromedary.watch;

import io.dromedary.database.Engine;

class WatchedObjectsOnSqliteTest extends WatchedObjectsContract {

    WatchedObjectsOnSqliteTest() {
        super(Engine.SQLITE);
    }
}
