package io.dromedary.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A log of all that the server and its libraries have to say, for what must not be in one. */
final class LoudLog {

    private LoudLog() {
    }

    /** Lets a node log so. */
    static Node of(Node node, Path folder) {
        try {
            Path file = Files.writeString(folder.resolve("logback.xml"), """
                    <configuration>
                      <appender name="out" class="ch.qos.logback.core.ConsoleAppender">
                        <encoder><pattern>%level %logger %msg%n</pattern></encoder>
                      </appender>
                      <root level="TRACE"><appender-ref ref="out"/></root>
                    </configuration>
                    """);
            return node.jvm("-Dlogback.configurationFile=" + file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Else a search of it would be for nothing. */
    static void check(String log) {
        for (String level : List.of("TRACE org.apache.camel.", "DEBUG org.apache.camel.", "DEBUG io.netty.")) {
            assertThat(log.contains(level)).as(level).isTrue();
        }
    }

    /** Where a text stands in another, with a little around it: the whole of such a log helps nobody. */
    static String surroundings(String text, String searched) {
        return surroundings(text, Pattern.compile(Pattern.quote(searched)));
    }

    /** Where a pattern is found in a text, likewise. */
    static String surroundings(String text, Pattern searched) {
        Matcher found = searched.matcher(text);
        return found.find() ? text.substring(Math.max(0, found.start() - 300), Math.min(text.length(), found.end() + 20)) : "";
    }
}
