package io.dromedary.server;

import static io.dromedary.Patience.SOON;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.Main;
import org.apache.camel.main.MainListenerSupport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;

/** Files that others can change are not read again, with real files and their real modes. */
class OwnerOnlyFileTest {

    @TempDir
    Path folder;
    private Path routes;
    private Path file;
    private final OwnerOnlyFile owners = new OwnerOnlyFile();

    @BeforeEach
    void make() throws IOException {
        folder = folder.toRealPath();
        routes = Files.createDirectory(folder.resolve("routes"));
        file = Files.writeString(routes.resolve("a.camel.yaml"), route("one"));
        mode(folder, "rwxr-xr-x");
        mode(routes, "rwxr-xr-x");
        mode(file, "rw-r--r--");
    }

    private static void mode(Path path, String mode) throws IOException {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
    }

    private static String route(String answer) {
        return """
                - route:
                    id: asked
                    from: { uri: direct:asked, steps: [ { setBody: { constant: %s } } ] }
                """.formatted(answer);
    }

    @ParameterizedTest
    @CsvSource({"rw-r--r--, rwxr-xr-x", "rw-------, rwx------", "rwxr-xr-x, rwxr-xr-x"})
    void whatIsItsOwnersAloneIsRead(String fileMode, String folderMode) throws IOException {
        mode(file, fileMode);
        mode(routes, folderMode);
        assertThat(owners.refusal(file)).isEmpty();
    }

    @Test
    void aFileThatOthersCanWriteIsRefusedWithTheCommandThatClosesIt() throws IOException {
        mode(file, "rw-rw-rw-");
        assertThat(owners.refusal(file)).hasValueSatisfying(reason -> assertThat(reason)
                .contains(file + " can be written by others (mode 0666", "'chmod go-w " + file + "'"));
    }

    @ParameterizedTest
    @CsvSource({"0664, ops, ops, false", "0664, ops, staff, true", "0646, ops, ops, true", "0644, ops, staff, false"})
    void aGroupOfItsOwnersOwnIsNoOther(String mode, String owner, String group, boolean refused) {
        assertThat(owners.refusal(file, entry(routes, "0755", 0, "root", "root"),
                entry(file, mode, 1000, owner, group)).isPresent()).isEqualTo(refused);
    }

    @ParameterizedTest
    @CsvSource({"01777, 4711, true", "01775, 4711, true", "01777, 1000, false", "01777, 0, false", "01755, 4711, false"})
    void inAFolderWhereOthersMayMakeFilesThoseOfStrangersAreRefused(String folderMode, int owner, boolean refused) {
        assertThat(owners.refusal(file, entry(routes, folderMode, 1000, "ops", "staff"),
                entry(file, "0644", owner, "who", "who")).isPresent()).isEqualTo(refused);
    }

    private static OwnerOnlyFile.Entry entry(Path path, String mode, int uid, String owner, String group) {
        return new OwnerOnlyFile.Entry(path, Integer.parseInt(mode, 8), uid, uid + 1, owner, group, false, false);
    }

    @Test
    void aFolderInWhichOthersCanReplaceItCountsHoweverFarUp() throws IOException {
        mode(folder, "rwxrwxrwx");
        assertThat(owners.refusal(file)).hasValueSatisfying(reason -> assertThat(reason)
                .contains("can be replaced by others", "'chmod go-w " + folder + "'"));
    }

    @Test
    void whereALinkLeadsCountsToo() throws IOException {
        Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
        Path target = Files.writeString(elsewhere.resolve("b.yaml"), "x");
        mode(target, "rw-r--r--");
        Path link = Files.createSymbolicLink(routes.resolve("b.camel.yaml"), Path.of("../elsewhere/b.yaml"));
        assertThat(owners.refusal(link)).isEmpty();
        mode(elsewhere, "rwxrwxrwx");
        assertThat(owners.refusal(link)).hasValueSatisfying(reason -> assertThat(reason).contains("chmod go-w"));
        mode(elsewhere, "rwxr-xr-x");
        mode(target, "rw-rw-rw-");
        assertThat(owners.refusal(link)).hasValueSatisfying(reason -> assertThat(reason)
                .contains("'chmod go-w " + target + "'"));
    }

    /** As a ConfigMap is; in a process of its own, which alone sees the mount. */
    @Test
    void whatIsMountedReadOnlyPassesWhateverItsMode() throws Exception {
        Path point = Files.createDirectory(folder.resolve("mounted"));
        var process = new ProcessBuilder("unshare", "--map-root-user", "--mount", "--", "sh", "-c", """
                set -e
                mount -t tmpfs -o mode=0777 tmpfs "$1"
                echo x >"$1/config.yaml" && chmod 777 "$1/config.yaml"
                "$2" -cp "$3" "$4" "$1/config.yaml"
                mount -o remount,ro "$1"
                "$2" -cp "$3" "$4" "$1/config.yaml"
                """, "mounted", point.toString(), ProcessHandle.current().info().command().orElseThrow(),
                System.getProperty("java.class.path"), Told.class.getName()).redirectErrorStream(true).start();
        List<String> lines = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        assertThat(lines).hasSize(2);
        assertThat(lines.get(0)).contains("chmod go-w");
        assertThat(lines.get(1)).isEqualTo("none");
    }

    /** Prints what is told of a file. */
    static final class Told {
        public static void main(String[] args) {
            System.out.println(new OwnerOnlyFile().refusal(Path.of(args[0])).orElse("none"));
        }
    }

    @Test
    void aConfigurationFileThatOthersCanWriteIsNotReadAgain() throws IOException {
        ListAppender<ILoggingEvent> log = listen(ReloadedFile.class);
        Path config = Files.writeString(folder.resolve("encoding.yaml"), "one");
        mode(config, "rw-r--r--");
        Supplier<String> reloaded = new ReloadedFile<>(config, owners, text -> text);
        change(config, "two", 10);
        assertThat(reloaded.get()).isEqualTo("two");

        mode(config, "rw-rw-rw-");
        change(config, "three", 20);
        for (int i = 0; i < 5; i++) {
            assertThat(reloaded.get()).isEqualTo("two");
        }
        assertThat(errors(log)).singleElement().asString().contains(
                config + " can be written by others", "'chmod go-w " + config + "'", "still holds");
        change(config, "four", 30);
        assertThat(reloaded.get()).isEqualTo("two");
        assertThat(errors(log)).as("once for each change").hasSize(2);

        mode(config, "rw-r--r--");
        assertThat(reloaded.get()).as("closed to others").isEqualTo("four");
    }

    /** The clock of a file system may be too coarse to tell two changes of one length apart. */
    private static void change(Path config, String text, int seconds) throws IOException {
        Files.writeString(config, text);
        Files.setLastModifiedTime(config, FileTime.from(Instant.now().plusSeconds(seconds)));
    }

    @Test
    void aRouteFileThatOthersCanWriteIsNotLoadedAgain() throws Exception {
        ListAppender<ILoggingEvent> log = listen(OwnerOnlyRoutes.class);
        var main = new Main();
        main.setDefaultPropertyPlaceholderLocation("false");
        main.configure().withRoutesIncludePattern("file:" + routes + "/*.camel.yaml").withRoutesReloadEnabled(true)
                .withRoutesReloadDirectory(routes.toString()).withRoutesReloadPattern("*.camel.yaml")
                .withRoutesReloadRemoveAllRoutes(false);
        main.addMainListener(new MainListenerSupport() {
            @Override
            public void afterConfigure(BaseMainSupport support) {
                try {
                    OwnerOnlyRoutes.replace(support.getCamelContext(), owners);
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            }
        });
        main.start();
        try {
            assertThat(ask(main)).isEqualTo("one");
            Files.writeString(file, route("two"));
            Awaitility.await().atMost(SOON).until(() -> ask(main).equals("two"));

            mode(file, "rw-rw-rw-");
            Awaitility.await().atMost(SOON).until(() -> errors(log).size() == 1);
            Files.writeString(file, route("evil"));
            // It is open to others from its first moment in this folder: a file that becomes so later may be read before.
            Path added = Files.writeString(routes.resolve("added.new"), route("evil"));
            mode(added, "rw-rw-rw-");
            added = Files.move(added, routes.resolve("added.camel.yaml"));
            String closing = "'chmod go-w " + added + "'";
            Awaitility.await().atMost(SOON).until(() -> errors(log).stream().anyMatch(line -> line.contains(closing)));
            assertThat(errors(log)).anyMatch(line -> line.contains("'chmod go-w " + file + "'"));
            assertThat(ask(main)).isEqualTo("two");

            Files.delete(added);
            Files.writeString(file, route("three"));
            mode(file, "rw-r--r--");
            Awaitility.await().atMost(SOON).until(() -> ask(main).equals("three"));
        } finally {
            main.stop();
        }
    }

    private static String ask(Main main) {
        return main.getCamelContext().createFluentProducerTemplate().to("direct:asked").request(String.class);
    }

    private static ListAppender<ILoggingEvent> listen(Class<?> whose) {
        var log = new ListAppender<ILoggingEvent>();
        log.start();
        ((Logger) LoggerFactory.getLogger(whose)).addAppender(log);
        return log;
    }

    /** Errors of files in this folder; others have theirs meanwhile. */
    private List<String> errors(ListAppender<ILoggingEvent> log) {
        return List.copyOf(log.list).stream().filter(event -> event.getLevel().levelInt >= 40000)
                .map(ILoggingEvent::getFormattedMessage).filter(line -> line.contains(folder.toString())).toList();
    }
}
