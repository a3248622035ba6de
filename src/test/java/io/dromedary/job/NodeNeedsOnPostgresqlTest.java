package io.dromedary.job;

import io.dromedary.database.Engine;
import org.junit.jupiter.api.Tag;

@Tag("process")
class NodeNeedsOnPostgresqlTest extends NodeNeedsContract {

    NodeNeedsOnPostgresqlTest() {
        super(Engine.POSTGRESQL);
    }
}
