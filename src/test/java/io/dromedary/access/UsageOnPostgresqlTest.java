package io.dromedary.access;

import io.dromedary.database.Engine;
import org.junit.jupiter.api.Tag;

@Tag("process")
class UsageOnPostgresqlTest extends UsageContract {

    UsageOnPostgresqlTest() {
        super(Engine.POSTGRESQL);
    }
}
