package io.dromedary.watch;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The values of an entry, with its template's defaults. Errors name the entry. */
final class Entry {

    private final String name;
    private final Map<String, String> values;

    Entry(String name, Map<String, String> values) {
        this.name = name;
        this.values = values;
    }

    String name() {
        return name;
    }

    /** A text, if it is not empty and a parameter of this template. */
    Optional<String> text(String parameter) {
        return Optional.ofNullable(values.get(parameter)).map(String::strip).filter(value -> !value.isEmpty());
    }

    String required(String parameter) {
        return text(parameter).orElseThrow(() -> wrong(parameter, "is missing"));
    }

    /** A text, including its whitespace. */
    String literal(String parameter) {
        return values.getOrDefault(parameter, "");
    }

    int number(String parameter, int least, int most) {
        String value = required(parameter);
        try {
            int number = Integer.parseInt(value);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Answered as a number that is out of bounds is.
        }
        throw wrong(parameter, "is '" + value + "': it must be a whole number from " + least + " to " + most);
    }

    /** One of these words. */
    String word(String parameter, List<String> words) {
        String value = required(parameter);
        if (!words.contains(value)) {
            throw wrong(parameter, "is '" + value + "': it must be one of " + String.join(", ", words));
        }
        return value;
    }

    /** The words of a list that is separated by commas. */
    List<String> list(String parameter) {
        return text(parameter).map(value -> Arrays.stream(value.split(",")).map(String::strip)
                .filter(word -> !word.isEmpty()).toList()).orElse(List.of());
    }

    IllegalArgumentException wrong(String parameter, String what) {
        return wrong(name, parameter, what);
    }

    static IllegalArgumentException wrong(String entry, String parameter, String what) {
        return new IllegalArgumentException("The watch '" + entry + "' (config/watches.properties): '" + parameter
                + "' " + what + (what.endsWith(".") ? "" : "."));
    }
}
