package io.dromedary.delivery;

import io.dromedary.database.Engine;
import org.junit.jupiter.api.Tag;

@Tag("slow")
class ClaimRacesOnSqliteTest extends ClaimRacesContract {

    ClaimRacesOnSqliteTest() {
        super(Engine.SQLITE);
    }
}
