package io.dromedary.job;

import io.dromedary.database.Engine;
import org.junit.jupiter.api.Tag;

@Tag("process")
class JobStoreOnPostgresqlTest extends JobStoreContract {

    JobStoreOnPostgresqlTest() {
        super(Engine.POSTGRESQL);
    }
}
