package io.dromedary.media.table;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.dataformat.yaml.snakeyaml.error.MarkedYAMLException;
import java.util.Optional;
import java.util.stream.Collectors;

/** Words what is wrong with a YAML file, with its line. */
final class YamlMistake {

    private static final String TWICE = "Duplicate field '";

    private YamlMistake() {
    }

    /**
     * The mistake in one line.
     *
     * @param file the name of the file
     */
    static String words(String file, JsonProcessingException failure) {
        // Lines that are indented repeat the place.
        String what = Optional.ofNullable(failure.getOriginalMessage()).orElse("it cannot be read").lines()
                .filter(line -> !line.isBlank() && !line.startsWith(" ")).collect(Collectors.joining(", "));
        if (failure instanceof MarkedYAMLException yaml && yaml.getProblemMark() != null) {
            return place(file, yaml.getProblemMark().getLine() + 1) + sentence(what);
        }
        if (what.startsWith(TWICE)) {
            String key = what.substring(TWICE.length()).replaceFirst("'.*", "");
            return place(file, line(failure)) + "'" + key + "' is there twice. Remove one of the two.";
        }
        return place(file, line(failure)) + sentence(what);
    }

    private static int line(JsonProcessingException failure) {
        return failure.getLocation() == null ? 0 : failure.getLocation().getLineNr();
    }

    private static String place(String file, int line) {
        return file + (line > 0 ? ", line " + line : "") + ": ";
    }

    private static String sentence(String text) {
        return text.strip().replaceFirst("[.\\s]+$", "") + ". Correct the YAML there.";
    }
}
