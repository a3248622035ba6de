package io.dromedary.server;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.MainListenerSupport;

/**
 * Runs Dromedary in a Camel Main: creates the beans of its routes before they are loaded, and closes them at the end.
 * With it, the Main of any application can run the route files unchanged, beside its own routes.
 */
public final class DromedaryListener extends MainListenerSupport implements AutoCloseable {

    /** The settings file, within the folder with {@code routes/} and {@code config/}. */
    public static final String SETTINGS = "config/application.properties";

    /** The file of watches; it may be missing. */
    public static final String WATCHES = "config/watches.properties";

    private final Wiring wiring;
    private final Path home;
    private final UnaryOperator<String> environment;
    private final Map<String, String> fixed;

    /**
     * A listener that has created nothing yet.
     *
     * @param home the folder with {@code routes/} and {@code config/}
     */
    public DromedaryListener(Path home) {
        this(home, System::getenv, Map.of(), false, TablesFile.of(home));
    }

    /**
     * A listener for one command.
     *
     * @param environment the value of a variable of the environment, or null
     * @param fixed settings that the environment must not override, by name; Camel lets the environment override its
     *              override properties
     * @param localFiles whether inputs may be files of this machine
     * @param tables a file that has the tables, for a database inside that is new
     */
    DromedaryListener(Path home, UnaryOperator<String> environment, Map<String, String> fixed, boolean localFiles,
            Optional<Path> tables) {
        this.home = home;
        this.environment = environment;
        this.fixed = fixed;
        this.wiring = new Wiring(home, localFiles, tables);
        DiscreetLog.begin();
    }

    /** The Main of another application gives only the settings file, which may lack settings. */
    @Override
    public void beforeInitialize(BaseMainSupport main) {
        Settings.DEFAULTS.stringPropertyNames().stream().filter(name -> name.startsWith("dromedary."))
                .filter(name -> main.getInitialProperties().getProperty(name) == null)
                .forEach(name -> main.addInitialProperty(name, Settings.DEFAULTS.getProperty(name)));
    }

    @Override
    public void beforeConfigure(BaseMainSupport main) {
        var context = main.getCamelContext();
        var settings = new Settings(name -> Optional.ofNullable(fixed.get(name))
                .orElseGet(() -> context.resolvePropertyPlaceholders("{{" + name + "}}")), environment, Settings.read(home.resolve(SETTINGS)));
        // So that a mistake in a route file is told with its line.
        context.setSourceLocationEnabled(true);
        boolean worker = settings.roles().contains("worker");
        context.getPropertiesComponent().addOverrideProperty("dromedary.role.worker", Boolean.toString(worker));
        context.getPropertiesComponent().addOverrideProperty(
                "dromedary.worker.heavy-consumers", Integer.toString(settings.workerSlots()));
        context.getPropertiesComponent().addOverrideProperty(
                "dromedary.worker.light-consumers", Integer.toString(settings.lightSlots()));
        context.getPropertiesComponent().addOverrideProperty("dromedary.heartbeat.every-ms",
                Long.toString(DeliveryWiring.HEARTBEAT.toMillis()));
        context.getPropertiesComponent().addOverrideProperty("dromedary.transfer.lent-after-ms",
                Long.toString(Duration.ofSeconds(settings.lentAfter()).toMillis()));
        rethrow(() -> wiring.bind(context, settings));
    }

    @Override
    public void afterConfigure(BaseMainSupport main) {
        rethrow(wiring::awaitBegun);
        rethrow(() -> OwnerOnlyRoutes.replace(main, new OwnerOnlyFile()));
    }

    @Override
    public void afterStart(BaseMainSupport main) {
        rethrow(wiring::ready);
    }

    @Override
    public void beforeStop(BaseMainSupport main) {
        rethrow(() -> wiring.windUp(main.getCamelContext()));
    }

    @Override
    public void afterStop(BaseMainSupport main) {
        wiring.close();
    }

    /** What this machine lacks for jobs, if anything. */
    Optional<String> lack() {
        return wiring.lack();
    }

    /** Closes what was created, if the start failed. */
    @Override
    public void close() {
        wiring.close();
    }

    private static void rethrow(BackgroundTask.Action action) {
        try {
            action.run();
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
