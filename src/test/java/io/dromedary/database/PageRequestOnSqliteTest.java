package io.dromedary.database;

class PageRequestOnSqliteTest extends PageRequestContract {

    PageRequestOnSqliteTest() {
        super(Engine.SQLITE);
    }
}
