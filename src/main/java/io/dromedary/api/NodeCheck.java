package io.dromedary.api;

import java.util.Map;
import java.util.Optional;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A check of this node as one of Camel's health checks. Camel's own base class is not used: it runs a check for one
 * caller at a time, so a check that hangs would block all callers.
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

    /** One thing that must work for this node to do its work. */
    public interface Check {
        /**
         * Checks it.
         *
         * @return what to report if it works, such as a version
         * @throws Exception if it does not; callers with a key see the message, so it must contain no secret and no path
         */
        Optional<String> look() throws Exception;
    }

    /** The failure of a check. The message says what to do about it. */
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
