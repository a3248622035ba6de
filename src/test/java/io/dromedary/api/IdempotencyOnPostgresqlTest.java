package io.dromedary.api;

import io.dromedary.database.Engine;
import org.junit.jupiter.api.Tag;

@Tag("process")
class IdempotencyOnPostgresqlTest extends IdempotencyContract {

    IdempotencyOnPostgresqlTest() {
        super(Engine.POSTGRESQL);
    }
}
