package io.dromedary.job;

import io.dromedary.database.Engine;
import org.junit.jupiter.api.Tag;

@Tag("process")
class RetentionOnPostgresqlTest extends RetentionContract {

    RetentionOnPostgresqlTest() {
        super(Engine.POSTGRESQL);
    }
}
