package io.dromedary.server;

import java.nio.file.Path;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Sets the format of the log. The log configuration reads it from a system property, which must be set before the first
 * line is logged, and so before the settings are loaded.
 */
final class LogFormat {

    private static final String SETTING = "dromedary.log.format";
    private static final Set<String> FORMATS = Set.of("text", "json");

    private LogFormat() {
    }

    /**
     * Sets the format from the settings. Call it before anything is logged.
     *
     * @param settings    the file
     * @param environment the value of a variable of the environment, or null
     */
    static void choose(Path settings, UnaryOperator<String> environment) {
        String format = Settings.early(SETTING, environment, Settings.read(settings)).orElse("");
        if (!FORMATS.contains(format)) {
            throw Settings.wrong(SETTING, format, "text or json");
        }
        System.setProperty(SETTING, format);
    }
}
