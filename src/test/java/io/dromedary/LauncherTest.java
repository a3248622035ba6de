package io.dromedary;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromedary.machine.Programs;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How {@code bin/dromedary} starts Java, for which a script stands in that prints its arguments. */
@Tag("process")
class LauncherTest {

    @TempDir
    Path temporary;
    private Path home;

    /** What of a built program the launcher looks at. */
    @BeforeEach
    void build() throws IOException {
        home = Files.createDirectories(temporary.resolve("home")).toRealPath();
        Files.createDirectories(home.resolve("bin"));
        Programs.copy(Path.of("bin/dromedary"), home.resolve("bin/dromedary"));
        Files.createDirectories(home.resolve("target"));
        for (String name : List.of("dromedary.jar", ".built", "serve.jsa", "cli.jsa")) {
            Files.createFile(home.resolve("target").resolve(name));
        }
        Files.writeString(home.resolve("target/cli.classpath"), "dromedary-cli.jar\nlib/picocli.jar\n");
        Files.createDirectories(temporary.resolve("java/bin"));
        Programs.write(temporary.resolve("java/bin/java"), "#!/bin/sh\nprintf '%s\\n' \"$@\"\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"serve", "worker", "video -i in.mov --local"})
    void theJarsInExtComeAfterWhatTheServerBrings(String words) throws Exception {
        Path ext = Files.createDirectory(home.resolve("ext"));
        for (String name : List.of("camel-jms-4.17.0.jar", "a client.jar", "README.md")) {
            Files.createFile(ext.resolve(name));
        }
        assertThat(classPath(words)).startsWith(home + "/target/dromedary.jar:");
        assertThat(classPath(words).split(":")).containsExactlyInAnyOrder(home + "/target/dromedary.jar",
                ext + "/camel-jms-4.17.0.jar", ext + "/a client.jar");
    }

    /** The archive of classes is bound to it. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void withoutAJarInExtTheClassPathIsThatOfTheArchive(boolean hasFolder) throws Exception {
        if (hasFolder) {
            Files.createFile(Files.createDirectory(home.resolve("ext")).resolve("README.md"));
        }
        assertThat(classPath("serve")).isEqualTo(home + "/target/dromedary.jar");
        assertThat(arguments("serve")).contains("-XX:SharedArchiveFile=" + home + "/target/serve.jsa");
    }

    /** The jars of the developer console: no other start can find them. */
    @Test
    void onlyAServerForDevelopersGetsTheJarsOfTheConsole() throws Exception {
        assertThat(classPath("serve --dev")).isEqualTo(home + "/target/dromedary.jar:" + home + "/target/dev/*");
        assertThat(classPath("serve --dev=18000")).endsWith(":" + home + "/target/dev/*");
        assertThat(arguments("serve --dev")).contains("-XX:SharedArchiveFile=" + home + "/target/serve.jsa").endsWith("serve", "--dev");
        for (String words : List.of("serve", "worker", "jobs", "video in.mov --local")) {
            assertThat(classPath(words)).as(words).doesNotContain("target/dev");
        }
    }

    @Test
    void aClientOfAServerKnowsNoJarOfExt() throws Exception {
        Files.createFile(Files.createDirectory(home.resolve("ext")).resolve("camel-jms-4.17.0.jar"));
        assertThat(classPath("jobs")).isEqualTo(home + "/target/dromedary-cli.jar:" + home + "/target/lib/picocli.jar");
    }

    /** The one is a server itself where none answers, the other has a library that no other command needs. */
    @ParameterizedTest
    @ValueSource(strings = {"health", "mcp"})
    void someCommandsFindTheServersClassesAfterTheirOwn(String command) throws Exception {
        assertThat(classPath(command)).isEqualTo(classPath("jobs") + ":" + home + "/target/dromedary.jar");
        assertThat(arguments("--json " + command)).contains(classPath(command));
    }

    @Test
    void oneJobIsDoneWithOneQuickCompilerAndTheArchiveOfTheServer() throws Exception {
        assertThat(arguments("video in.mov --local")).contains("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC",
                "-XX:-CreateCoredumpOnCrash", "-XX:SharedArchiveFile=" + home + "/target/serve.jsa");
        assertThat(arguments("serve")).doesNotContain("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")
                .contains("-XX:-CreateCoredumpOnCrash");
    }

    private String classPath(String words) throws IOException, InterruptedException {
        List<String> arguments = arguments(words);
        return arguments.get(arguments.indexOf("-cp") + 1);
    }

    private List<String> arguments(String words) throws IOException, InterruptedException {
        var command = new ProcessBuilder(home.resolve("bin/dromedary").toString());
        command.command().addAll(List.of(words.split(" ")));
        command.environment().put("JAVA_HOME", temporary.resolve("java").toString());
        command.redirectInput(new File("/dev/null")).redirectErrorStream(true)
                .redirectOutput(temporary.resolve("printed").toFile());
        int ended = command.start().waitFor();
        List<String> printed = Files.readAllLines(temporary.resolve("printed"));
        assertThat(ended).as("%s", printed).isZero();
        return printed;
    }
}
