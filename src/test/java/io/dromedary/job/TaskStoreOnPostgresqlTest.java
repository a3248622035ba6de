package io.dromedary.job;

import io.dromedary.database.Engine;
import org.junit.jupiter.api.Tag;

@Tag("process")
class TaskStoreOnPostgresqlTest extends TaskStoreContract {

    TaskStoreOnPostgresqlTest() {
        super(Engine.POSTGRESQL);
    }
}
