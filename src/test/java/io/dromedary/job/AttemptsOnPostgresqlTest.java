package io.dromedary.job;

import io.dromedary.database.Engine;
import org.junit.jupiter.api.Tag;

@Tag("process")
class AttemptsOnPostgresqlTest extends AttemptsContract {

    AttemptsOnPostgresqlTest() {
        super(Engine.POSTGRESQL);
    }
}
