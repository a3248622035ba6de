package io.dromedary.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
}
