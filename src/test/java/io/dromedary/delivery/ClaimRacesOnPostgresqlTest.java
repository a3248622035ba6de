package io.dromedary.delivery;

import io.dromedary.database.Engine;
import org.junit.jupiter.api.Tag;

@Tag("process")
class ClaimRacesOnPostgresqlTest extends ClaimRacesContract {

    ClaimRacesOnPostgresqlTest() {
        super(Engine.POSTGRESQL);
    }
}
