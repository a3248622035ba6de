package io.dromedary.delivery;

import io.dromedary.database.Engine;
import org.junit.jupiter.api.Tag;

@Tag("process")
class DeliveryOnPostgresqlTest extends DeliveryContract {

    DeliveryOnPostgresqlTest() {
        super(Engine.POSTGRESQL);
    }
}
