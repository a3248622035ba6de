package io.dromedary.delivery;

import io.dromedary.database.Engine;
import org.junit.jupiter.api.Tag;

@Tag("process")
class HeartbeatsOnPostgresqlTest extends HeartbeatsContract {

    HeartbeatsOnPostgresqlTest() {
        super(Engine.POSTGRESQL);
    }
}
