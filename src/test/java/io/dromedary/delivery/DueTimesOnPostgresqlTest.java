package io.dromedary.delivery;

import io.dromedary.database.Engine;
import org.junit.jupiter.api.Tag;

@Tag("process")
class DueTimesOnPostgresqlTest extends DueTimesContract {

    DueTimesOnPostgresqlTest() {
        super(Engine.POSTGRESQL);
    }
}
