package io.dromedary.server;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class RouteReloadTest {

    @TempDir
    Path folder;

    private final DefaultCamelContext context = new DefaultCamelContext();
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private Path file;
    private RouteReload reload;

    @BeforeEach
    void start() throws Exception {
        log.start();
        ((Logger) LoggerFactory.getLogger(RouteReload.class)).addAppender(log);
        file = Files.writeString(folder.resolve("answer.camel.yaml"), route("answer", "direct:answer", "constant: one"));
        context.setSourceLocationEnabled(true);
        context.start();
        PluginHelper.getRoutesLoader(context).loadRoutes(PluginHelper.getResourceLoader(context).resolveResource("file:" + file));
        reload = new RouteReload(context, List.of(file));
    }

    @AfterEach
    void stop() throws IOException {
        ((Logger) LoggerFactory.getLogger(RouteReload.class)).detachAppender(log);
        context.close();
    }

    private static String route(String id, String from, String body) {
        return """
                - route:
                    id: %s
                    from:
                      uri: %s
                      steps:
                        - setBody: { %s }
                """.formatted(id, from, body);
    }

    private String last() {
        List<String> told = told();
        return told.get(told.size() - 1);
    }

    /** What was logged of files in this folder; others reload theirs meanwhile. */
    private List<String> told() {
        return List.copyOf(log.list).stream().map(ILoggingEvent::getFormattedMessage)
                .filter(line -> line.contains(folder.toString())).toList();
    }

    private String ask() {
        return context.createProducerTemplate().requestBody("direct:answer", "", String.class);
    }

    private void write(String text) throws IOException {
        Files.writeString(file, text);
        reload.reload(file);
    }

    @Test
    void whatHasChangedTakesThePlaceOfWhatWas() throws IOException {
        write(route("answer", "direct:answer", "constant: two"));
        assertThat(ask()).isEqualTo("two");
        assertThat(context.getRoutes()).hasSize(1);
    }

    @Test
    void aMistakeLeavesWhatWasThereAndIsToldWithItsPlace() throws IOException {
        List<String> steps = List.of("bean: { ref: nobody, method: answer }", "to: { uri: \"unheard:of\" }",
                "setBodi: { constant: x }", "setBody: { simple: \"${bodi\" }", "setBody: {");
        List<String> reasons = List.of(", line 6, route answer: No bean could be found in the registry for: nobody.",
                ", line 6, route answer: No endpoint could be found for: unheard://of, ", ", line 6: Unknown node id: setBodi.",
                ", line 6, route answer: expected symbol functionEnd but was eol", ", line 7: while parsing a flow ");
        for (int i = 0; i < steps.size(); i++) {
            write(route("answer", "direct:answer", "constant: two").replaceFirst("setBody.*", Matcher.quoteReplacement(steps.get(i))));
            assertThat(ask()).isEqualTo("one");
            assertThat(context.getRoutes()).hasSize(1);
            assertThat(last()).startsWith(file + reasons.get(i)).endsWith("until then the routes that were there go on.")
                    .doesNotContain("\n").doesNotContain("trial");
        }
        write(route("answer", "direct:answer", "constant: two"));
        assertThat(ask()).isEqualTo("two");
        assertThat(last()).isEqualTo("Loaded " + file + ": answer");
    }

    @Test
    void anEmptyFileIsWaitedFor() throws IOException {
        write("\n");
        assertThat(ask()).isEqualTo("one");
        assertThat(told()).isEmpty();
    }

    @Test
    void aRouteThatIsNoLongerInItsFileEnds() throws IOException {
        write(route("answer", "direct:answer", "constant: one") + route("other", "direct:other", "constant: two"));
        assertThat(context.getRoute("other")).isNotNull();
        write(route("answer", "direct:answer", "constant: one"));
        assertThat(context.getRoute("other")).isNull();
        assertThat(ask()).isEqualTo("one");
    }

    @Test
    void theRoutesOfAFileThatIsGoneEndAndItCanComeBack() throws IOException {
        String text = Files.readString(file);
        Files.delete(file);
        reload.reload(file);
        assertThat(context.getRoutes()).isEmpty();
        assertThat(last()).isEqualTo(file + " is gone: its routes have ended (answer)");
        write(text);
        assertThat(ask()).isEqualTo("one");
    }

    @Test
    void whatClashesWithAnotherFileIsRefusedWithBothNamesAndBlocksNoLaterChange() throws IOException {
        Path other = folder.resolve("other.camel.yaml");
        Files.writeString(other, route("other", "direct:answer", "constant: two"));
        reload.reload(other);
        assertThat(last()).startsWith(other + ": A route of " + file + " (answer) begins with direct:answer as well");
        Files.writeString(other, route("answer", "direct:other", "constant: two"));
        reload.reload(other);
        assertThat(last()).startsWith(other + ": The id answer is that of a route of " + file);
        assertThat(ask()).isEqualTo("one");
        write(route("answer", "direct:answer", "constant: three"));
        assertThat(ask()).isEqualTo("three");
        Files.writeString(other, route("other", "direct:other", "constant: two"));
        reload.reload(other);
        assertThat(context.getRoutes()).hasSize(2);
    }

    @Test
    void whatCannotBeStartedIsPutBackAsItWas() throws IOException {
        write(route("answer", "direct:answer", "constant: two") + route("first", "direct:same", "constant: two")
                + route("second", "direct:same", "constant: two"));
        assertThat(last()).startsWith(file + ", line 13, route second: Multiple consumers");
        assertThat(ask()).isEqualTo("one");
        assertThat(context.getRoutes()).hasSize(1);
    }
}
