package io.dromedary.database;

import org.junit.jupiter.api.Tag;

@Tag("process")
class PageRequestOnPostgresqlTest extends PageRequestContract {

    PageRequestOnPostgresqlTest() {
        super(Engine.POSTGRESQL);
    }
}
