package io.dromedary.job;

import io.dromedary.database.Engine;

class ClaimRacesOnSqliteTest extends ClaimRacesContract {

    ClaimRacesOnSqliteTest() {
        super(Engine.SQLITE);
    }
}
