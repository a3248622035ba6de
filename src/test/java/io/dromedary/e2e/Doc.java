package io.dromedary.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** A page of the documentation, whose examples are run as they stand. */
record Doc(String text) {

    static Doc of(String file) {
        try {
            return new Doc(Files.readString(Path.of(file)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The first block of this language after a text. */
    String block(String language, String after) {
        var matcher = Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL).matcher(text);
        int from = text.indexOf(after);
        if (from < 0 || !matcher.find(from)) {
            throw new AssertionError("There is no " + language + " block after '" + after + "'");
        }
        return matcher.group(1);
    }

    /** All blocks of this language. */
    List<String> blocks(String language) {
        return Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL).matcher(text).results()
                .map(found -> found.group(1)).toList();
    }

    /** The commands of this program in all shell blocks, each in one line. */
    List<String> commands(String program) {
        return blocks("sh").stream().flatMap(block -> block.replaceAll("\\\\\n", " ").lines())
                .filter(line -> line.startsWith(program + " ")).toList();
    }

    /** The rows of the table whose first column has this head. */
    List<String> table(String head) {
        return text.lines().dropWhile(line -> !line.startsWith("| " + head + " |")).skip(2)
                .takeWhile(line -> line.startsWith("|")).toList();
    }
}
