package io.dromedary.watch;

import com.fasterxml.jackson.databind.JsonNode;
import io.dromedary.net.AllowedHosts;
import io.dromedary.storage.ObjectUrl;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jdbi.v3.core.JdbiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The configured watches, and which of them are failing. */
public final class Watches {

    private static final Logger LOG = LoggerFactory.getLogger(Watches.class);

    private final Map<String, Watch> watches;
    private final WatchStates states;
    private final Map<String, String> troubles = new ConcurrentHashMap<>();

    private Watches(Map<String, Watch> watches, WatchStates states) {
        this.watches = watches;
        this.states = states;
    }

    /** The checks of entries; see {@link WatchReader} and {@link Entries}. */
    public record Checks(Consumer<JsonNode> request, AllowedHosts allowed, UnaryOperator<String> environment,
            UnaryOperator<String> resolve) {
    }

    /**
     * Reads the watches among the properties.
     *
     * @param routes folder of the route files, which hold the templates
     * @param states records their turns
     * @throws IllegalArgumentException if an entry is wrong, naming it and the parameter
     */
    public static Watches read(Map<String, String> properties, Path routes, Checks checks, WatchStates states) {
        if (properties.isEmpty()) {
            return new Watches(Map.of(), states);
        }
        var reader = new WatchReader(checks.request(), checks.allowed(), checks.environment());
        var watches = new LinkedHashMap<String, Watch>();
        Set<String> queues = new HashSet<>();
        new Entries(Template.read(routes), checks.resolve()).read(properties).forEach((entry, template) -> {
            Watch watch = reader.read(entry, template.readsQueue(), template.hasInterval());
            watch.queue().ifPresent(queue -> {
                if (!queues.add(queue.account() + "/" + queue.id())) {
                    throw entry.wrong("queue",
                            "is the queue of another watch too: each takes away what the other needs");
                }
            });
            warnOfOwnOutput(watch);
            watches.put(watch.name(), watch);
        });
        return new Watches(watches, states);
    }

    private static void warnOfOwnOutput(Watch watch) {
        Stream.concat(Stream.of(watch.order()), StreamSupport.stream(watch.order().path("outputs").spliterator(), false))
                .flatMap(made -> ObjectUrl.parse(made.path("output").asText()).stream())
                .filter(output -> output.bucket().equals(watch.bucket()))
                .filter(output -> output.key().split("\\{", 2)[0].startsWith(watch.prefix()))
                .filter(output -> output.key().matches(".*(/|\\{ext})")
                        || watch.wants(new FoundObject(output.key(), "", 1)))
                .findFirst().ifPresent(output -> LOG.warn("Watch {}: its results go to {}, which it watches. They are passed over;"
                        + " a prefix of their own would spare listing them", watch.name(), output));
    }

    /** The names of all watches. */
    public Set<String> names() {
        return watches.keySet();
    }

    /** The watch of this name, if there is one. */
    Optional<Watch> find(String name) {
        return Optional.ofNullable(watches.get(name));
    }

    /** The watch of this name. */
    public Watch get(String name) {
        return Optional.ofNullable(watches.get(name))
                .orElseThrow(() -> new IllegalStateException("There is no watch '" + name + "'"));
    }

    /** Records that a turn of a watch succeeded. */
    public void well(Watch watch) {
        if (troubles.remove(watch.name()) != null) {
            LOG.info("Watch {}: works again", watch.name());
        }
        states.well(watch.name());
    }

    /**
     * Records that a turn of a watch failed. It is logged once, and again if the reason changes; the next turn tries
     * again.
     */
    public void troubled(String name, Exception failure) {
        String reason = FailureText.of(failure);
        if (!reason.equals(troubles.put(name, reason))) {
            LOG.warn("Watch {}: {}. It is tried again", name, reason);
            LOG.debug("Watch {}: the cause", name, failure);
        }
        try {
            states.troubled(name, reason);
        } catch (JdbiException e) {
            LOG.debug("Watch {}: the database cannot be told either", name, e);
        }
    }
}
