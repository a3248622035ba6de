package io.dromedary.work;

import io.dromedary.database.Engine;

class UnfinishedUploadsOnSqliteTest extends UnfinishedUploadsContract {

    UnfinishedUploadsOnSqliteTest() {
        super(Engine.SQLITE);
    }
}
