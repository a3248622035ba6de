package io.dromedary.upload;

import io.dromedary.database.Engine;
import org.junit.jupiter.api.Tag;

@Tag("process")
class UploadRemovalOnPostgresqlTest extends UploadRemovalContract {

    UploadRemovalOnPostgresqlTest() {
        super(Engine.POSTGRESQL);
    }
}
