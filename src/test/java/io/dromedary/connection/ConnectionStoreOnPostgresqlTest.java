package io.dromedary.connection;

import io.dromedary.database.Engine;
import org.junit.jupiter.api.Tag;

@Tag("process")
class ConnectionStoreOnPostgresqlTest extends ConnectionStoreContract {

    ConnectionStoreOnPostgresqlTest() {
        super(Engine.POSTGRESQL);
    }
}
