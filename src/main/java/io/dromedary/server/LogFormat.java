package io.dromedary.server;

import java.nio.file.Path;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Says in which form the log is written. It is read from a property of the process by the configuration of the log,
 * which comes before everything else: before the first line is logged, and so before the settings are looked at as such.
 */
final class LogFormat {

    private static final String SETTING = "dromedary.log.format";
    private static final Set<String> FORMATS = Set.of("text", "json");

    private LogFormat() {
    }

    /**
     * Takes the form from the settings. Nothing may have been logged yet.
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
