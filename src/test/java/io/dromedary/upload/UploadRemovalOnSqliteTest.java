package io.dromedary.upload;

import io.dromedary.database.Engine;

class UploadRemovalOnSqliteTest extends UploadRemovalContract {

    UploadRemovalOnSqliteTest() {
        super(Engine.SQLITE);
    }
}
