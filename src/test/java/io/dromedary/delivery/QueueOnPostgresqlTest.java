package io.dromedary.delivery;

import io.dromedary.database.Engine;
import org.junit.jupiter.api.Tag;

@Tag("process")
class QueueOnPostgresqlTest extends QueueContract {

    QueueOnPostgresqlTest() {
        super(Engine.POSTGRESQL);
    }
}
