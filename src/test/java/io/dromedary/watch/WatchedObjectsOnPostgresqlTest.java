package io.dromedary.watch;

import io.dromedary.database.Engine;
import org.junit.jupiter.api.Tag;

@Tag("process")
class WatchedObjectsOnPostgresqlTest extends WatchedObjectsContract {

    WatchedObjectsOnPostgresqlTest() {
        super(Engine.POSTGRESQL);
    }
}
