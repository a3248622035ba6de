package io.dromedary.r2;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.UUID;

/** Records as small JSON files, replaced in one step so that a reader or a restart never sees half of one. */
final class JsonFiles {

    private final ObjectMapper mapper =
            new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    void write(Path file, Object record) throws IOException {
        Path temporary = file.resolveSibling(UUID.randomUUID() + ".tmp");
        Files.write(temporary, mapper.writeValueAsBytes(record));
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    <T> T read(Path file, Class<T> type) throws IOException {
        return mapper.readValue(Files.readAllBytes(file), type);
    }
}
