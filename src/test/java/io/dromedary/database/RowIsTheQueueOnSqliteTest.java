package io.dromedary.database;

class RowIsTheQueueOnSqliteTest extends RowIsTheQueueContract {

    RowIsTheQueueOnSqliteTest() {
        super(Engine.SQLITE);
    }
}
