package io.dromedary.job;

import io.dromedary.database.Engine;
import org.junit.jupiter.api.Tag;

@Tag("process")
class KeepingOnPostgresqlTest extends KeepingContract {

    KeepingOnPostgresqlTest() {
        super(Engine.POSTGRESQL);
    }
}
