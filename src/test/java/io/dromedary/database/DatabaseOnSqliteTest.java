package io.dromedary.database;

class DatabaseOnSqliteTest extends DatabaseContract {

    DatabaseOnSqliteTest() {
        super(Engine.SQLITE);
    }
}
