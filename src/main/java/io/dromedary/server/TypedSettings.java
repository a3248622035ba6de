package io.dromedary.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Reads settings by their names and types. {@code dromedary.x.y} is overridden by the variable {@code DROMEDARY_X_Y} of
 * the environment.
 */
class TypedSettings {

    static final int MAX_PORT = 65_535;

    /** The defaults of all settings. */
    static final Properties DEFAULTS = defaults();

    private static final int MAX_DAYS = 36_500;
    private static final String HOST = "([^\\s/@?#:\\[\\]]+|\\[[0-9A-Fa-f:.]+])(:\\d{1,5})?";

    private final UnaryOperator<String> lookup;
    private final UnaryOperator<String> environment;
    final Properties file;

    TypedSettings(UnaryOperator<String> lookup, UnaryOperator<String> environment, Properties file) {
        this.lookup = lookup;
        this.environment = environment;
        this.file = file;
    }

    /** Reads a settings file; settings that it does not have get their defaults. */
    static Properties read(Path file) {
        var properties = new Properties(DEFAULTS);
        properties.putAll(load(file));
        return properties;
    }

    /** Reads a file of properties, without defaults. */
    static Properties load(Path file) {
        var properties = new Properties();
        try (var reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        } catch (IOException e) {
            throw new UncheckedIOException("The settings " + file + " cannot be read", e);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(file + ": a backslash and 'u' must be followed by four hexadecimal digits."
                    + " Write a backslash as two.");
        }
        return properties;
    }

    private static Properties defaults() {
        var properties = new Properties();
        try (InputStream file = TypedSettings.class.getResourceAsStream("defaults.properties")) {
            properties.load(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return properties;
    }

    /** The value of a variable of the environment, or null. */
    UnaryOperator<String> environment() {
        return environment;
    }

    /** A secret, which may be empty. It is read without Camel, which at its most verbose level logs properties. */
    Optional<String> secret(String name) {
        return early(name, environment, file);
    }

    /**
     * An optional text, read without Camel, which may not be running yet.
     *
     * @param environment the value of a variable of the environment, or null
     * @param file        the settings in the file
     */
    static Optional<String> early(String name, UnaryOperator<String> environment, Properties file) {
        String value = Optional.ofNullable(environment.apply(variable(name))).orElseGet(() -> file.getProperty(name, ""));
        return Optional.of(value.strip()).filter(text -> !text.isEmpty());
    }

    /** An optional text. */
    Optional<String> text(String name) {
        return Optional.of(lookup.apply(name).strip()).filter(value -> !value.isEmpty());
    }

    /** A required text. */
    String required(String name) {
        return text(name).orElseThrow(() -> wrong(name, "", "a value"));
    }

    /** A number with a minimum. */
    long number(String name, long least) {
        return number(name, least, Long.MAX_VALUE, "a whole number of at least " + least);
    }

    /** A number from least to most. */
    int number(String name, int least, int most) {
        return (int) number(name, least, most, "a whole number from " + least + " to " + most);
    }

    private long number(String name, long least, long most, String right) {
        String value = required(name);
        try {
            long number = Long.parseLong(value);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw wrong(name, value, right);
        }
        throw wrong(name, value, right);
    }

    /** A list of ports, which may be empty. */
    Set<Integer> ports(String name) {
        String value = text(name).orElse("");
        if (!items(value).stream().allMatch(port -> port.matches("\\d{1,5}") && Integer.parseInt(port) <= MAX_PORT)) {
            throw wrong(name, value, "ports separated by commas");
        }
        return items(value).stream().map(Integer::valueOf).collect(Collectors.toUnmodifiableSet());
    }

    /** A list of hosts, with or without a port, which may be empty. */
    String hosts(String name) {
        String value = text(name).orElse("");
        if (!items(value).stream().allMatch(host -> host.matches(HOST))) {
            throw wrong(name, value, "hosts separated by commas, each a name, an IPv4 address or [an IPv6 address], with :port"
                    + " or without");
        }
        return value;
    }

    /** A boolean. */
    boolean flag(String name) {
        return switch (required(name)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw wrong(name, required(name), "true or false");
        };
    }

    /** A duration in seconds. */
    Duration seconds(String name) {
        return Duration.ofSeconds(number(name, 1, Integer.MAX_VALUE));
    }

    /** A duration in days; none for 0, which means forever. */
    Optional<Duration> days(String name) {
        return Optional.of(Duration.ofDays(number(name, 0, MAX_DAYS))).filter(days -> !days.isZero());
    }

    /** A folder or file, relative to the working directory of the server. */
    Path path(String name) {
        return Path.of(required(name)).toAbsolutePath().normalize();
    }

    /** A list of texts separated by commas, which may be empty. */
    List<String> list(String name) {
        return items(text(name).orElse(""));
    }

    static List<String> items(String value) {
        return Stream.of(value.split(",")).map(String::strip).filter(item -> !item.isEmpty()).toList();
    }

    /** Does not show the value, which may contain a secret. */
    static IllegalArgumentException wrong(String name, IllegalArgumentException cause) {
        return new IllegalArgumentException(named(name) + " is wrong. " + cause.getMessage().replaceFirst("\\.?$", "."));
    }

    static IllegalArgumentException wrong(String name, String value, String right) {
        return new IllegalArgumentException(named(name) + " is '" + value + "': it must be " + right + ".");
    }

    /** The beginning of a sentence about a setting, with its name and its variable. */
    static String named(String name) {
        return "The setting " + name + " (" + variable(name) + ")";
    }

    /** The variable of the environment that overrides a setting. */
    static String variable(String name) {
        return name.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }
}
