package io.dromedary.job;

import io.dromedary.database.Engine;
import org.junit.jupiter.api.Tag;

@Tag("process")
class RetriesOnPostgresqlTest extends RetriesContract {

    RetriesOnPostgresqlTest() {
        super(Engine.POSTGRESQL);
    }
}
