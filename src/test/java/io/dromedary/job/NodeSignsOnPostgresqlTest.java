package io.dromedary.job;

import io.dromedary.database.Engine;
import org.junit.jupiter.api.Tag;

@Tag("process")
class NodeSignsOnPostgresqlTest extends NodeSignsContract {

    NodeSignsOnPostgresqlTest() {
        super(Engine.POSTGRESQL);
    }
}
