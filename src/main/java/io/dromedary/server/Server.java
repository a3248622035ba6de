package io.dromedary.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;
import java.util.function.UnaryOperator;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.Main;
import org.apache.camel.main.MainListener;
import org.apache.camel.main.MainListenerSupport;

/** The server: Camel's Main on the routes of {@code routes/} and the settings of {@code config/}. */
public final class Server {

    private static final String SETTINGS = "config/application.properties";

    private Server() {
    }

    /**
     * Runs until the process is told to end.
     *
     * @param home the folder with {@code routes/} and {@code config/}
     * @param roles what this node does, where that differs from the settings
     * @return the exit value: 0 when it ran and was stopped, 1 when it could not start
     */
    public static int run(Path home, Optional<String> roles) {
        var wiring = new Wiring(false);
        Main main = main(home, new Lifecycle(wiring, home, System::getenv));
        roles.ifPresent(value -> main.addOverrideProperty("dromedary.roles", value));
        try {
            main.run();
            return main.getExitCode();
        } catch (Exception e) {
            System.err.println(StartupError.explain(e));
            wiring.close();
            return 1;
        }
    }

    /** Camel's Main on the settings and the routes of a folder, not yet started. */
    static Main main(Path home, MainListener listener) {
        var main = new Main();
        main.setDefaultPropertyPlaceholderLocation("false");
        main.setPropertyPlaceholderLocations("file:" + home.resolve(SETTINGS));
        main.addInitialProperty("dromedary.home", home.toString());
        main.addMainListener(listener);
        return main;
    }

    /** When what is made and ended in the life of Camel's Main. */
    static class Lifecycle extends MainListenerSupport {

        private final Wiring wiring;
        private final Path home;
        private final UnaryOperator<String> environment;

        Lifecycle(Wiring wiring, Path home, UnaryOperator<String> environment) {
            this.wiring = wiring;
            this.home = home;
            this.environment = environment;
        }

        @Override
        public void beforeConfigure(BaseMainSupport main) {
            var context = main.getCamelContext();
            var settings = new Settings(name -> context.resolvePropertyPlaceholders("{{" + name + "}}"),
                    environment, read(home.resolve(SETTINGS)));
            boolean worker = settings.roles().contains("worker");
            context.getPropertiesComponent().addOverrideProperty("dromedary.role.worker", Boolean.toString(worker));
            context.getPropertiesComponent().addOverrideProperty(
                    "dromedary.worker.consumers", Integer.toString(settings.workerSlots()));
            rethrow(() -> wiring.bind(context, settings, home));
        }

        private static Properties read(Path file) {
            var properties = new Properties();
            try (var reader = Files.newBufferedReader(file)) {
                properties.load(reader);
            } catch (IOException e) {
                throw new UncheckedIOException("The settings " + file + " cannot be read", e);
            }
            return properties;
        }

        @Override
        public void afterStart(BaseMainSupport main) {
            rethrow(wiring::ready);
        }

        @Override
        public void beforeStop(BaseMainSupport main) {
            rethrow(() -> wiring.giveWorkBack(main.getCamelContext()));
        }

        @Override
        public void afterStop(BaseMainSupport main) {
            wiring.close();
        }

        private static void rethrow(Background.Action action) {
            try {
                action.run();
            } catch (RuntimeException e) {
                throw e;
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
