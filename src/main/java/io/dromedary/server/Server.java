package io.dromedary.server;

import java.nio.file.Path;
import java.security.Security;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.Main;
import org.apache.camel.main.MainListenerSupport;
import org.apache.camel.model.ModelCamelContext;

/** The server: Camel's Main on the routes of {@code routes/} and the settings of {@code config/}. */
public final class Server {

    private Server() {
    }

    /**
     * Runs until the process is stopped.
     *
     * @param home the folder with {@code routes/} and {@code config/}
     * @param roles the node's roles, if they differ from the settings
     * @param console port of the developer console, if there is to be one
     * @return the exit value: 0 if it ran and was stopped, 1 if it could not start
     */
    public static int run(Path home, Optional<String> roles, OptionalInt console) {
        List<String> files = List.of(DromedaryBeans.SETTINGS, DromedaryBeans.WATCHES);
        try {
            SettingNames.check(home, files, System.getenv().keySet());
            LogFormat.choose(home.resolve(DromedaryBeans.SETTINGS), System::getenv);
        } catch (RuntimeException e) {
            System.err.println(StartupError.explain(e));
            return 1;
        }
        var dromedary = new DromedaryBeans(home);
        // An embedded server has no watches.
        Main main = main(home, dromedary, files.toArray(String[]::new));
        roles.ifPresent(value -> main.addOverrideProperty("dromedary.roles", value));
        console.ifPresent(port -> new DeveloperConsole(port).addTo(main));
        try {
            main.run();
            return main.getExitCode();
        } catch (Exception e) {
            System.err.println(explain(main.getCamelContext(), e));
            dromedary.close();
            return 1;
        }
    }

    /** Names the route file that is to blame, if there is one. */
    private static String explain(CamelContext context, Exception failure) {
        Optional<String> mistake = context instanceof ModelCamelContext model
                ? RouteMistake.atStart(model.getRouteDefinitions(), failure) : Optional.empty();
        return mistake.map(StartupError::explain).orElseGet(() -> StartupError.explain(failure));
    }

    /**
     * A Camel Main with the routes of a folder, not started yet.
     *
     * @param files files settings files, within that folder; missing ones are skipped
     */
    static Main main(Path home, DromedaryBeans dromedary, String... files) {
        // Otherwise Java remembers for 10 s that a host is unknown, and forgets why.
        Security.setProperty("networkaddress.cache.negative.ttl", "0");
        var main = new Main();
        main.setDefaultPropertyPlaceholderLocation("false");
        main.setPropertyPlaceholderLocations(Stream.of(files).map(file -> "file:" + home.resolve(file) + ";optional=true")
                .collect(Collectors.joining(",")));
        // The file of an older version may lack some of Camel's.
        Settings.DEFAULTS.forEach((name, value) -> main.addInitialProperty(name.toString(), value.toString()));
        main.addInitialProperty("dromedary.home", home.toString());
        main.bind("dromedary", dromedary);
        main.addMainListener(new MainListenerSupport() {
            @Override
            public void afterConfigure(BaseMainSupport support) {
                // Before the context starts, which would log the whole trace of a database that is away.
                dromedary.awaitBegun();
            }
        });
        return main;
    }
}
