package io.dromedary.api;

import java.util.Map;
import java.util.Optional;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A check of this node as one of Camel's health checks. Camel's own base class is not used: it lets only one caller at a
 * time into a check, so one that hangs would hold up everyone.
 */
public final class NodeCheck implements HealthCheck {

    private static final Logger LOG = LoggerFactory.getLogger(NodeCheck.class);

    private final String name;
    private final Check check;
    private volatile boolean enabled = true;

    NodeCheck(String name, Check check) {
        this.name = name;
        this.check = check;
    }

    /** One thing that must work. */
    public interface Check {
        /**
         * Looks.
         *
         * @return what to tell when it works, such as a version
         * @throws Exception when it does not; the message is told to whoever has a key, so it names no secret and no path
         */
        Optional<String> look() throws Exception;
    }

    /** What a check says when it fails: a sentence with a way out. */
    public static final class Down extends Exception {
        public Down(String message) {
            super(message);
        }
    }

    @Override
    public String getId() {
        return name;
    }

    @Override
    public String getGroup() {
        return "dromedary";
    }

    @Override
    public boolean isEnabled() {
        return enabled;
    }

    @Override
    public void setEnabled(boolean on) {
        enabled = on;
    }

    @Override
    public Result call(Map<String, Object> options) {
        HealthCheckResultBuilder result = HealthCheckResultBuilder.on(this);
        if (!enabled) {
            return result.unknown().message("is disabled").build();
        }
        try {
            check.look().ifPresent(result::message);
            return result.up().build();
        } catch (Exception e) {
            LOG.warn("Health check {}: {}", name, e.toString());
            return result.down().message(e instanceof Down ? e.getMessage()
                    : "does not answer; the server's log says more").build();
        }
    }
}
