package io.dromedary.server;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What is logged may hold the words of strangers, such as names of objects and what ffmpeg says of a file. */
class LogLinesTest {

    private final LoggerContext log = new LoggerContext();

    @Test
    void aNameMakesNoLineOfItsOwnAndMovesNoCursor() throws Exception {
        assertThat(line("no job for a\n12:00:00.000 INFO  io.dromedary forged\nb\rc"))
                .endsWith("no job for a\n    12:00:00.000 INFO  io.dromedary forged\n    b?c\n");
        assertThat(line("x\u001b[2Jy\u009b1mz\u0000\u0007\tü")).endsWith("x?[2Jy?1mz??\tü\n");
    }

    /** A name of a file stands in the message of what could not be done with it. */
    @Test
    void whatWasThrownMakesNoLineOfItsOwnEither() throws Exception {
        var thrown = new IOException("a\n12:00:00.000 ERROR io.dromedary forged\u001b[2J", new IOException("b\nforged"));
        String text = line("it is told", thrown);
        assertThat(text).contains("IOException: a\n    12:00:00.000 ERROR io.dromedary forged?[2J\n")
                .contains("Caused by: java.io.IOException: b\n    forged\n").endsWith("\n").doesNotEndWith("\n\n");
        assertThat(text.lines().skip(1)).allMatch(each -> each.startsWith("    "));
    }

    private String line(String message) throws Exception {
        return line(message, null);
    }

    private String line(String message, Throwable thrown) throws Exception {
        var configurator = new JoranConfigurator();
        configurator.setContext(log);
        configurator.doConfigure(Path.of("src/main/resources/logback.xml").toFile());
        var logger = log.getLogger("io.dromedary");
        var console = (ConsoleAppender<ILoggingEvent>) log.getLogger("ROOT").getAppender("text");
        var layout = ((PatternLayoutEncoder) console.getEncoder()).getLayout();
        return layout.doLayout(new LoggingEvent("", logger, Level.INFO, "{}", thrown, new Object[] {message}));
    }
}
