package io.dromedary.job;

import io.dromedary.database.Engine;
import org.junit.jupiter.api.Tag;

/** The notes of the broker's messages in PostgreSQL. */
@Tag("process")
class MessagesOnPostgresqlTest extends DeliveryTest {

    @Override
    Engine engine() {
        return Engine.POSTGRESQL;
    }
}
