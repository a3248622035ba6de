package io.dromedary.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.component.direct.DirectComponent;
import org.apache.camel.main.Main;
import org.apache.camel.main.SimpleMainShutdownStrategy;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Camel Main of another application, as docs/libraries.md shows it. */
@Tag("slow")
class OwnMainTest {

    @Test
    void settingsThatTheFileLacksHaveTheirDefaults(@TempDir Path home) throws Exception {
        Main main = main(home);
        var dromedary = new DromedaryBeans(home);
        main.bind("dromedary", dromedary);
        assertRuns(main, dromedary);
    }

    /** As {@code camel run} does it: nothing but properties. */
    @Test
    void theBeansAreMadeByPropertiesAlone(@TempDir Path home) throws Exception {
        Main main = main(home);
        main.addInitialProperty("camel.main.configurationClasses", DromedaryBeans.class.getName());
        main.addInitialProperty("dromedary.home", home.toString());
        assertRuns(main, () -> { });
    }

    @Test
    void aMissingFolderIsNamed(@TempDir Path home) throws Exception {
        Main main = main(home);
        main.bind("dromedary", new DromedaryBeans());
        assertThatThrownBy(main::start).hasMessage("The property dromedary.home is missing: the folder with routes/ and config/");
    }

    /** The application knows where the routes are, and one setting. */
    private static Main main(Path home) throws IOException {
        few(home);
        var main = new Main();
        main.setDefaultPropertyPlaceholderLocation("false");
        main.addInitialProperty("camel.main.routesIncludePattern", "file:" + home + "/routes/*.camel.yaml");
        main.addInitialProperty("dromedary.queue.patience", "77");
        return main;
    }

    private static void assertRuns(Main main, AutoCloseable dromedary) throws Exception {
        main.setShutdownStrategy(new SimpleMainShutdownStrategy());
        try {
            main.start();
            CamelContext context = main.getCamelContext();
            assertThat(context.isStarted()).isTrue();
            assertThat(context.resolvePropertyPlaceholders("{{dromedary.transfer.retries}} {{dromedary.queue.patience}}"))
                    .as("a default, and what the application has set").isEqualTo("8 77");
            assertThat(context.getRoute("createJob")).isNotNull();
            assertThat(context.isStreamCaching()).isFalse();
            assertThat(context.getComponent("direct", DirectComponent.class).getTimeout()).as("a setting of a component").isEqualTo(2000);
        } finally {
            main.stop();
            dromedary.close();
        }
    }

    /** A folder whose settings file lacks most. */
    private static void few(Path home) throws IOException {
        copy("config", home);
        copy("routes", home);
        Path file = home.resolve(DromedaryBeans.SETTINGS);
        String camel = Files.readAllLines(Path.of(DromedaryBeans.SETTINGS)).stream().filter(line -> line.startsWith("camel."))
                .collect(Collectors.joining("\n", "", "\n"));
        Files.writeString(file, "dromedary.port=0\ndromedary.api.key=k\ndromedary.data=" + home.resolve("data") + "\n"
                + camel);
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
