package io.dromedary.work;

import io.dromedary.database.Engine;
import org.junit.jupiter.api.Tag;

@Tag("process")
class UnfinishedUploadsOnPostgresqlTest extends UnfinishedUploadsContract {

    UnfinishedUploadsOnPostgresqlTest() {
        super(Engine.POSTGRESQL);
    }
}
