package io.dromedary.delivery;

import io.dromedary.database.Engine;
import org.junit.jupiter.api.Tag;

@Tag("process")
class ClaimsOnPostgresqlTest extends ClaimsContract {

    ClaimsOnPostgresqlTest() {
        super(Engine.POSTGRESQL);
    }
}
