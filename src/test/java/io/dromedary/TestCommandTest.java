package io.dromedary;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromedary.machine.Programs;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code bin/test} makes of how the tests end. A script stands in for Maven: the tests cannot run themselves. */
@Tag("process")
class TestCommandTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void itEndsAsTheTestsDo(int status) throws IOException, InterruptedException {
        for (String name : new String[] {"test", "support.sh"}) {
            Path copy = folder.resolve("bin").resolve(name);
            Files.createDirectories(copy.getParent());
            Programs.copy(Path.of("bin").resolve(name), copy);
        }
        for (String installed : new String[] {"web", "clients"}) {
            Path packages = Files.createDirectories(folder.resolve("target").resolve(installed).resolve("node_modules"));
            Files.createFile(packages.resolve(".package-lock.json"));
        }
        // Where there is none, bin/build is run first.
        Files.createDirectories(folder.resolve("target/lib"));
        Path maven = Files.createDirectories(folder.resolve("programs")).resolve("mvn");
        Programs.write(maven, """
                #!/bin/sh
                mkdir -p target/surefire-reports
                echo '<testsuite name="io.dromedary.OneTest" time="0.1" tests="1">' >target/surefire-reports/TEST-one.xml
                echo '[INFO] Tests run: 1, Failures: 0, Errors: 0, Skipped: 0'
                exit %d
                """.formatted(status));
        var builder = new ProcessBuilder(folder.resolve("bin/test").toString(), "OneTest").redirectErrorStream(true)
                .redirectInput(new File("/dev/null")).redirectOutput(folder.resolve("printed").toFile());
        builder.environment().merge("PATH", maven.getParent().toString(), (path, first) -> first + ":" + path);
        int ended = builder.start().waitFor();
        String printed = Files.readString(folder.resolve("printed"));
        assertThat(ended).as(printed).isEqualTo(status);
        assertThat(printed).contains(status == 0 ? "The slowest classes" : "test: failed.").contains(" tests ");
    }
}
