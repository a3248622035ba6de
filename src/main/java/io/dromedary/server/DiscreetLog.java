package io.dromedary.server;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggerContextListener;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import java.util.List;
import org.slf4j.LoggerFactory;
import org.slf4j.Marker;

/**
 * Prevents libraries from logging requests and answers, whatever the log configuration says: below INFO, these print
 * whole requests, with presigned URLs, tokens of webhooks and signatures of requests to stores, which stay valid long
 * enough for a reader of the log to use them.
 */
final class DiscreetLog extends TurboFilter {

    private static final List<String> TALKATIVE = List.of(
            // Requests of inputs and webhooks, and those of the S3 client.
            "org.apache.hc.client5.http", "org.apache.http",
            "org.apache.camel.component.http.HttpProducer",
            // Values that beans return to routes, such as the URL of a request.
            "org.apache.camel.component.bean.MethodInfo",
            // Values of settings, wherever they are looked up.
            "org.apache.camel.component.properties", "org.apache.camel.impl.engine.DefaultCamelContextExtension",
            // Paths, which contain the signatures of published files.
            "io.vertx.ext.web.impl");

    private DiscreetLog() {
    }

    /** Installs the filter, if the log is Logback's. */
    static void begin() {
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext log
                && log.getTurboFilterList().stream().noneMatch(DiscreetLog.class::isInstance)) {
            log.addTurboFilter(new DiscreetLog());
            log.addListener(new AfterReset());
        }
    }

    @Override
    public FilterReply decide(Marker marker, Logger logger, Level level, String format, Object[] params, Throwable thrown) {
        if (level.isGreaterOrEqual(Level.INFO) || !level.isGreaterOrEqual(logger.getEffectiveLevel())) {
            return FilterReply.NEUTRAL;
        }
        return TALKATIVE.stream().anyMatch(logger.getName()::startsWith) ? FilterReply.DENY : FilterReply.NEUTRAL;
    }

    /** Installs the filter again, as reading the configuration again removes all filters. */
    private static final class AfterReset implements LoggerContextListener {

        @Override
        public boolean isResetResistant() {
            return true;
        }

        @Override
        public void onReset(LoggerContext context) {
            context.addTurboFilter(new DiscreetLog());
        }

        @Override
        public void onStart(LoggerContext context) {
        }

        @Override
        public void onStop(LoggerContext context) {
        }

        @Override
        public void onLevelChange(Logger logger, Level level) {
        }
    }
}
