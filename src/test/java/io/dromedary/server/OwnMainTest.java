package io.dromedary.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.main.Main;
import org.apache.camel.main.SimpleMainShutdownStrategy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Camel Main of another application, as docs/customising.md shows it. */
class OwnMainTest {

    @Test
    void settingsThatTheFileLacksHaveTheirDefaults(@TempDir Path home) throws Exception {
        copy("config", home);
        copy("routes", home);
        String few = Files.readAllLines(Path.of(DromedaryBeans.SETTINGS)).stream().filter(line -> line.startsWith("camel."))
                .collect(Collectors.joining("\n", "dromedary.port=0\ndromedary.api.key=k\ndromedary.data=" + home.resolve("data") + "\n", "\n"));
        Files.writeString(home.resolve(DromedaryBeans.SETTINGS), few);
        var main = new Main();
        main.setShutdownStrategy(new SimpleMainShutdownStrategy());
        main.setPropertyPlaceholderLocations("file:" + home.resolve(DromedaryBeans.SETTINGS));
        main.addInitialProperty("dromedary.home", home.toString());
        main.addInitialProperty("dromedary.queue.patience", "77");
        var dromedary = new DromedaryBeans(home);
        main.bind("dromedary", dromedary);
        try {
            main.start();
            assertThat(main.getCamelContext().isStarted()).isTrue();
            assertThat(main.getCamelContext().resolvePropertyPlaceholders("{{dromedary.transfer.retries}} {{dromedary.queue.patience}}"))
                    .as("a default, and what the application has set").isEqualTo("8 77");
        } finally {
            main.stop();
            dromedary.close();
        }
    }

    private static void copy(String folder, Path home) throws IOException {
        Files.createDirectory(home.resolve(folder));
        try (Stream<Path> files = Files.list(Path.of(folder))) {
            for (Path file : List.copyOf(files.toList())) {
                Files.copy(file, home.resolve(folder).resolve(file.getFileName()));
            }
        }
    }
}
