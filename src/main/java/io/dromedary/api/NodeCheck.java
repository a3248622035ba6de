package io.dromedary.api;

import java.util.Map;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A check of this node as one of Camel's health checks. Camel's own base class is not used: it lets only one caller at a
 * time into a check, so one that hangs would hold up everyone.
 */
final class NodeCheck implements HealthCheck {

    private static final Logger LOG = LoggerFactory.getLogger(NodeCheck.class);

    private final String name;
    private final Health.Check check;
    private volatile boolean enabled = true;

    NodeCheck(String name, Health.Check check) {
        this.name = name;
        this.check = check;
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
            return result.down().message(e instanceof Health.Down ? e.getMessage()
                    : "does not answer; the server's log says more").build();
        }
    }
}
