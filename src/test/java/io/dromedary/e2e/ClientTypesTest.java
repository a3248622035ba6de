package io.dromedary.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The types that openapi-typescript makes of the contract: each kind has its options, and the compiler knows them. */
@Tag("process")
class ClientTypesTest {

    @Test
    void theOptionsOfEachKindAreTyped(@TempDir Path folder) throws IOException {
        ClientTools.types(folder.resolve("api.ts"));
        Files.copy(ClientTools.SOURCES.resolve("types.ts"), folder.resolve("types.ts"));
        ClientTools.typescript(folder, "--noEmit", "--module", "es2022", "--moduleResolution", "bundler", "types.ts");
    }
}
