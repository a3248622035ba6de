package io.dromedary.connection;

import io.dromedary.database.Engine;
import org.junit.jupiter.api.Tag;

@Tag("process")
class ResealingOnPostgresqlTest extends ResealingContract {

    ResealingOnPostgresqlTest() {
        super(Engine.POSTGRESQL);
    }
}
