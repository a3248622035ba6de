package io.dromedary.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.zip.CRC32;

/** The contract as JSON, as reading it as YAML takes a third of a command's time. It counts only for the YAML it is of. */
final class ReadyContract {
    private static final String FILE = "target/openapi.json";

    private ReadyContract() {
    }

    /**
     * The contract; empty if it was not prepared, or for other text.
     *
     * @param yaml the contract as it is now
     */
    static Optional<JsonNode> read(Path home, byte[] yaml) {
        Path file = home.resolve(FILE);
        if (!Files.isReadable(file)) {
            return Optional.empty();
        }
        try (BufferedReader lines = Files.newBufferedReader(file)) {
            return mark(yaml).equals(lines.readLine()) ? Optional.of(new ObjectMapper().readTree(lines)) : Optional.empty();
        } catch (IOException unusable) {
            // The YAML is there still.
            return Optional.empty();
        }
    }

    static void write(Path home, byte[] yaml, JsonNode contract) throws IOException {
        Files.writeString(home.resolve(FILE), mark(yaml) + "\n" + contract);
    }

    /** Tells changes of the file, which nobody makes to deceive. */
    private static String mark(byte[] yaml) {
        var sum = new CRC32();
        sum.update(yaml);
        return yaml.length + " " + Long.toHexString(sum.getValue());
    }
}
