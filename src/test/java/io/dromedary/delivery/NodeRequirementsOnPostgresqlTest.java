package io.dromedary.delivery;

import io.dromedary.database.Engine;
import org.junit.jupiter.api.Tag;

@Tag("process")
class NodeRequirementsOnPostgresqlTest extends NodeRequirementsContract {

    NodeRequirementsOnPostgresqlTest() {
        super(Engine.POSTGRESQL);
    }
}
