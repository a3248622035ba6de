package io.dromedary.access;

import io.dromedary.database.Engine;
import org.junit.jupiter.api.Tag;

@Tag("process")
class ApiKeysOnPostgresqlTest extends ApiKeysContract {

    ApiKeysOnPostgresqlTest() {
        super(Engine.POSTGRESQL);
    }
}
