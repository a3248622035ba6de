package io.dromedary.e2e;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.PatternLayout;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.dromedary.server.ServerHere;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.LoggerFactory;

/** A node in this JVM: it is there in a moment, and does all that a process does but to be killed. */
final class HereNode extends BaseNode<HereNode> {

    private final Log log = new Log();
    private Optional<ServerHere> server = Optional.empty();

    /** What is logged in this JVM, as a process would print it. */
    private static final class Log extends AppenderBase<ILoggingEvent> {

        private final PatternLayout layout = new PatternLayout();
        private final StringBuffer text = new StringBuffer();

        @Override
        public void start() {
            setContext((ch.qos.logback.core.Context) LoggerFactory.getILoggerFactory());
            layout.setContext(getContext());
            layout.setPattern("%level %logger %msg%n%ex");
            layout.start();
            super.start();
            root().addAppender(this);
        }

        @Override
        public void stop() {
            root().detachAppender(this);
            super.stop();
        }

        private static Logger root() {
            return (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        }

        @Override
        protected void append(ILoggingEvent event) {
            text.append(layout.doLayout(event));
        }
    }

    /** A node that has not started. Its data is in a folder under this one. */
    HereNode(Path folder) {
        super(folder, SharedDatabase.Place.EMBEDDED);
    }

    @Override
    HereNode self() {
        return this;
    }

    @Override
    HereNode start() {
        takeDatabase();
        log.start();
        var starting = new ServerHere(home(), environment());
        starting.start();
        server = Optional.of(starting);
        return this;
    }

    /** What was logged since its first start; what others in this JVM log meanwhile is among it. */
    String logText() {
        return log.text.toString();
    }

    /** Its runs of ffmpeg and ffprobe. */
    Stream<ProcessHandle> guests() {
        String work = data().resolve("work").toString();
        return ProcessHandle.current().descendants().filter(process -> commandLine(process).contains(work));
    }

    private static String commandLine(ProcessHandle process) {
        try {
            return Files.readString(Path.of("/proc/" + process.pid() + "/cmdline"), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            // It has ended meanwhile.
            return "";
        }
    }

    @Override
    void stop() {
        server.ifPresent(ServerHere::close);
        server = Optional.empty();
        log.stop();
    }

    @Override
    public void close() {
        stop();
    }
}
