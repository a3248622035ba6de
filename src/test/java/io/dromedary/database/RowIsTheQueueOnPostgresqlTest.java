package io.dromedary.database;

import org.junit.jupiter.api.Tag;

@Tag("process")
class RowIsTheQueueOnPostgresqlTest extends RowIsTheQueueContract {

    RowIsTheQueueOnPostgresqlTest() {
        super(Engine.POSTGRESQL);
    }
}
