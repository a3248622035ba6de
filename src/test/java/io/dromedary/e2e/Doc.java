package io.dromedary.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A page of the documentation, whose examples and tables tests read as they are. */
public record Doc(String text) {

    public static Doc of(String file) {
        return of(Path.of(file));
    }

    public static Doc of(Path file) {
        try {
            return new Doc(Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All documents: those in the root folder, in docs/ and in bench/. */
    public static List<Path> all() {
        return Stream.of("", "docs", "bench").flatMap(folder -> {
            try (Stream<Path> files = Files.list(Path.of(folder))) {
                return files.filter(file -> file.toString().endsWith(".md")).sorted().toList().stream();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }).toList();
    }

    /** The first block of this language after a text. */
    public String block(String language, String after) {
        var matcher = Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL).matcher(text);
        int from = text.indexOf(after);
        if (from < 0 || !matcher.find(from)) {
            throw new AssertionError("There is no " + language + " block after '" + after + "'");
        }
        return matcher.group(1);
    }

    /** All blocks of this language. */
    public List<String> blocks(String language) {
        return Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL).matcher(text).results()
                .map(found -> found.group(1)).toList();
    }

    /** The commands of this program in all shell blocks, each in one line. */
    public List<String> commands(String program) {
        return blocks("sh").stream().flatMap(block -> block.replaceAll("\\\\\n", " ").lines())
                .filter(line -> line.startsWith(program + " ")).toList();
    }

    /** The rows of the table whose first column has this head. */
    public List<String> table(String head) {
        return text.lines().dropWhile(line -> !line.startsWith("| " + head + " |")).skip(2)
                .takeWhile(line -> line.startsWith("|")).toList();
    }

    /** The cells of that table, row by row. */
    public List<List<String>> cells(String head) {
        return table(head).stream()
                .map(line -> Stream.of(line.substring(1).split("\\|")).map(String::strip).toList()).toList();
    }

    /** The text without blocks of code. */
    public Doc prose() {
        return new Doc(text.replaceAll("(?ms)^ *```.*?^ *```", ""));
    }

    /** What is between backticks in the text, but not in blocks of code. */
    public List<String> names() {
        return Pattern.compile("`([^`]+)`").matcher(prose().text()).results().map(found -> found.group(1)).toList();
    }
}
