package io.dromedary.database;

import org.junit.jupiter.api.Tag;

@Tag("slow")
class RowIsTheQueueOnSqliteTest extends RowIsTheQueueContract {

    RowIsTheQueueOnSqliteTest() {
        super(Engine.SQLITE);
    }
}
