package io.dromedary.server;

import java.io.IOException;
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

    private static final int MAX_DAYS = 36_500;
    private static final String HOST = "([^\\s/@?#:\\[\\]]+|\\[[0-9A-Fa-f:.]+])(:\\d{1,5})?";

    private final UnaryOperator<String> lookup;
    private final UnaryOperator<String> environment;
    final Properties file;

    /**
     * Settings from the file and the environment.
     *
     * @param lookup      the value of a property by its name, however it comes about
     * @param environment the value of a variable of the environment, or null
     * @param file        the settings as they stand in the file
     */
    TypedSettings(UnaryOperator<String> lookup, UnaryOperator<String> environment, Properties file) {
        this.lookup = lookup;
        this.environment = environment;
        this.file = file;
    }

    /** What stands in a file. */
    static Properties read(Path file) {
        var properties = new Properties();
        try (var reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        } catch (IOException e) {
            throw new UncheckedIOException("The settings " + file + " cannot be read", e);
        }
        return properties;
    }

    /** The value of a variable of the environment, or null. */
    UnaryOperator<String> environment() {
        return environment;
    }

    /** A secret that may be empty. It is read past Camel, which logs what it looks up when it is told to log all. */
    Optional<String> secret(String name) {
        return early(name, environment, file);
    }

    /**
     * A text that may be empty, without Camel, which may not be there yet.
     *
     * @param environment the value of a variable of the environment, or null
     * @param file        the settings as they stand in the file
     */
    static Optional<String> early(String name, UnaryOperator<String> environment, Properties file) {
        String value = Optional.ofNullable(environment.apply(variable(name))).orElseGet(() -> file.getProperty(name, ""));
        return Optional.of(value.strip()).filter(text -> !text.isEmpty());
    }

    /** A text that may be empty. */
    Optional<String> text(String name) {
        return Optional.of(lookup.apply(name).strip()).filter(value -> !value.isEmpty());
    }

    /** A text that must be there. */
    String required(String name) {
        return text(name).orElseThrow(() -> wrong(name, "", "a value"));
    }

    /** A number of at least this much. */
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

    /** Ports, of which there may be none. */
    Set<Integer> ports(String name) {
        String value = text(name).orElse("");
        if (!items(value).stream().allMatch(port -> port.matches("\\d{1,5}") && Integer.parseInt(port) <= MAX_PORT)) {
            throw wrong(name, value, "ports separated by commas");
        }
        return items(value).stream().map(Integer::valueOf).collect(Collectors.toUnmodifiableSet());
    }

    /** Hosts, with or without a port, separated by commas; of which there may be none. */
    String hosts(String name) {
        String value = text(name).orElse("");
        if (!items(value).stream().allMatch(host -> host.matches(HOST))) {
            throw wrong(name, value, "hosts separated by commas, each a name, an IPv4 address or [an IPv6 address], with :port"
                    + " or without");
        }
        return value;
    }

    /** Yes or no. */
    boolean flag(String name) {
        return switch (required(name)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw wrong(name, required(name), "true or false");
        };
    }

    /** A time in seconds. */
    Duration seconds(String name) {
        return Duration.ofSeconds(number(name, 1, Integer.MAX_VALUE));
    }

    /** A time in days; none for ever, which is 0. */
    Optional<Duration> days(String name) {
        return Optional.of(Duration.ofDays(number(name, 0, MAX_DAYS))).filter(days -> !days.isZero());
    }

    /** A folder or file, relative to the working directory of the server. */
    Path path(String name) {
        return Path.of(required(name)).toAbsolutePath().normalize();
    }

    /** Texts separated by commas, of which there may be none. */
    List<String> list(String name) {
        return items(text(name).orElse(""));
    }

    static List<String> items(String value) {
        return Stream.of(value.split(",")).map(String::strip).filter(item -> !item.isEmpty()).toList();
    }

    /** Says nothing of the value, which may hold what must not be shown. */
    static IllegalArgumentException wrong(String name, IllegalArgumentException cause) {
        return new IllegalArgumentException(named(name) + " is wrong. " + cause.getMessage().replaceFirst("\\.?$", "."));
    }

    static IllegalArgumentException wrong(String name, String value, String right) {
        return new IllegalArgumentException(named(name) + " is '" + value + "': it must be " + right + ".");
    }

    /** A setting as it begins a sentence: by its name, and by what overrides it. */
    static String named(String name) {
        return "The setting " + name + " (" + variable(name) + ")";
    }

    /** The variable of the environment that overrides a setting. */
    static String variable(String name) {
        return name.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }
}
