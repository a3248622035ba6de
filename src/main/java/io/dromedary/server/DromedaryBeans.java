package io.dromedary.server;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.apache.camel.CamelConfiguration;
import org.apache.camel.CamelContext;
import org.apache.camel.ExtendedStartupListener;
import org.apache.camel.spi.CamelContextCustomizer;
import org.apache.camel.support.LifecycleStrategySupport;
import org.apache.camel.support.PropertyBindingSupport;

/**
 * The beans of Dromedary's route files, for any Camel application that loads these files: a Camel Main, {@code camel run}
 * or Spring Boot, beside routes of its own. It is the one thing that such an application adds. It creates the beans before
 * the routes are read, and closes them when the context has stopped.
 *
 * <ul>
 * <li>Camel Main: {@code main.bind("dromedary", new DromedaryBeans(folder))}
 * <li>Spring Boot: a {@code @Bean} of this type
 * <li>Properties, as for {@code camel run}: {@code camel.main.configurationClasses=io.dromedary.server.DromedaryBeans}, and
 *     {@code dromedary.home} with the folder
 * </ul>
 *
 * <p>Settings are those of {@code config/application.properties} in that folder, unless the application, or the environment,
 * has a property of the same name.
 */
public final class DromedaryBeans implements CamelContextCustomizer, CamelConfiguration, AutoCloseable {

    /** The settings file, within the folder with {@code routes/} and {@code config/}. */
    public static final String SETTINGS = "config/application.properties";

    /** The file of watches; it may be missing. */
    public static final String WATCHES = "config/watches.properties";

    private static final String HOME = "dromedary.home";
    private static final String COMPONENT = "camel.component.";

    private final Optional<Path> given;
    private final UnaryOperator<String> environment;
    private final Map<String, String> fixed;
    private final boolean localFiles;
    private final Function<Path, Optional<Path>> tables;
    private Optional<Wiring> made;

    /** Beans for the folder that the property {@code dromedary.home} names. */
    public DromedaryBeans() {
        this(Optional.empty(), System::getenv, Map.of(), false, TablesFile::of);
    }

    /**
     * Beans that are not created yet.
     *
     * @param home the folder with {@code routes/} and {@code config/}
     */
    public DromedaryBeans(Path home) {
        this(Optional.of(home), System::getenv, Map.of(), false, TablesFile::of);
    }

    /**
     * Beans for one command.
     *
     * @param home the folder with {@code routes/} and {@code config/}; none: that of the property {@code dromedary.home}
     * @param environment the value of a variable of the environment, or null
     * @param fixed settings that the environment must not override, by name; Camel lets the environment override its
     *              override properties
     * @param localFiles whether inputs may be files of this machine
     * @param tables by the folder, a file that has the tables, for a database inside that is new
     */
    DromedaryBeans(Optional<Path> home, UnaryOperator<String> environment, Map<String, String> fixed, boolean localFiles,
            Function<Path, Optional<Path>> tables) {
        this.tables = tables;
        this.given = home;
        this.environment = environment;
        this.fixed = fixed;
        this.localFiles = localFiles;
        // It begins to read the contract.
        this.made = home.map(this::wiring);
        DiscreetLog.begin();
    }

    /**
     * Creates the beans in a context that has not read its routes. Further calls do nothing.
     *
     * @throws IllegalArgumentException if a setting is wrong, saying which and what would be right
     * @throws IllegalStateException if something that is needed is not there, such as the data folder
     */
    @Override
    public void configure(CamelContext context) {
        if (context.getLifecycleStrategies().stream().noneMatch(BeansLife.class::isInstance)) {
            rethrow(() -> create(context));
        }
    }

    private void create(CamelContext context) throws Exception {
        Path home = given.orElseGet(() -> Path.of(property(context, HOME).orElseThrow(() -> new IllegalArgumentException(
                "The property " + HOME + " is missing: the folder with routes/ and config/"))).toAbsolutePath().normalize());
        Wiring wiring = made.orElseGet(() -> wiring(home));
        made = Optional.of(wiring);
        var life = new BeansLife(wiring);
        context.addLifecycleStrategy(life);
        context.addStartupListener(life);
        Properties file = Settings.read(home.resolve(SETTINGS));
        complete(context, file, home);
        var settings = new Settings(name -> Optional.ofNullable(fixed.get(name))
                .orElseGet(() -> context.resolvePropertyPlaceholders("{{" + name + "}}")), environment, file);
        // So that a mistake in a route file is told with its line.
        context.setSourceLocationEnabled(true);
        // Media does not fit into the heap.
        context.setStreamCaching(false);
        forRoutes(context, settings);
        wiring.bind(context, settings);
        components(context, file);
        OwnerOnlyRoutes.replace(context, new OwnerOnlyFile());
    }

    private Wiring wiring(Path home) {
        return new Wiring(home, localFiles, tables.apply(home));
    }

    /** The application may give only some of the settings. */
    private static void complete(CamelContext context, Properties file, Path home) {
        file.stringPropertyNames().stream().filter(name -> name.startsWith("dromedary."))
                .filter(name -> property(context, name).isEmpty())
                .forEach(name -> context.getPropertiesComponent().addInitialProperty(name, file.getProperty(name)));
        if (property(context, HOME).isEmpty()) {
            context.getPropertiesComponent().addInitialProperty(HOME, home.toString());
        }
    }

    private static Optional<String> property(CamelContext context, String name) {
        return Optional.ofNullable(context.resolvePropertyPlaceholders("{{?" + name + "}}"));
    }

    /** What the routes read that is not a setting as it is written. */
    private static void forRoutes(CamelContext context, Settings settings) {
        Map.of("dromedary.role.worker", settings.roles().contains("worker"),
                "dromedary.worker.heavy-consumers", settings.workerSlots(),
                "dromedary.worker.light-consumers", settings.lightSlots(),
                "dromedary.heartbeat.every-ms", DeliveryWiring.HEARTBEAT.toMillis(),
                "dromedary.transfer.lent-after-ms", Duration.ofSeconds(settings.lentAfter()).toMillis())
                .forEach((name, value) -> context.getPropertiesComponent().addOverrideProperty(name, value.toString()));
    }

    /** The settings of components that the routes rely on, unless the application has its own. */
    private static void components(CamelContext context, Properties file) {
        file.stringPropertyNames().stream().filter(name -> name.startsWith(COMPONENT)).forEach(name -> {
            String[] option = name.substring(COMPONENT.length()).split("\\.", 2);
            PropertyBindingSupport.build().withMandatory(true).bind(context, context.getComponent(option[0]), option[1],
                    property(context, name).orElse(file.getProperty(name)));
        });
    }

    /** Waits until what needs the database has begun, and fails if it could not. */
    void awaitBegun() {
        made.ifPresent(Wiring::awaitBegun);
    }

    /** What this machine lacks for jobs, if anything. */
    Optional<String> lack() {
        return made.flatMap(Wiring::lack);
    }

    /** Closes what was created, if the start failed. */
    @Override
    public void close() {
        made.ifPresent(Wiring::close);
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

    /** Begins and ends the beans with their context. */
    private static final class BeansLife extends LifecycleStrategySupport implements ExtendedStartupListener {

        private final Wiring wiring;

        BeansLife(Wiring wiring) {
            this.wiring = wiring;
        }

        @Override
        public void onCamelContextStarting(CamelContext context, boolean alreadyStarted) {
            wiring.awaitBegun();
        }

        @Override
        public void onCamelContextStarted(CamelContext context, boolean alreadyStarted) {
            // The consumers of routes have not started.
        }

        @Override
        public void onCamelContextFullyStarted(CamelContext context, boolean alreadyStarted) throws Exception {
            wiring.ready();
        }

        @Override
        public void onContextStopping(CamelContext context) {
            rethrow(() -> wiring.windUp(context));
        }

        @Override
        public void onContextStopped(CamelContext context) {
            wiring.close();
        }
    }
}
