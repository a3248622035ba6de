package io.dromedary;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The jars that {@code bin/build} makes for applications and tests of others. */
@Tag("built")
class ArtifactsTest {

    @Test
    void theJarForCamelApplicationsHasNoProgramAndNoSayInTheLog() throws IOException {
        assertThat(entries("dromedary-camel.jar")).contains("io/dromedary/server/DromedaryBeans.class", "web/index.html",
                        "db/migration/V1__keys_connections_jobs_tasks.sql")
                .noneMatch(name -> name.startsWith("io/dromedary/cli/") || name.equals("logback.xml")
                        || name.matches("io/dromedary/(Dromedary|server/(Server|LocalServer|EmbeddedMain|KeyRotation))(\\$.*)?\\.class"));
    }

    @Test
    void theDoubleOfR2RunsWithTheLibrariesThatTheDocumentNames(@TempDir Path folder) throws Exception {
        assertThat(entries("dromedary-r2.jar")).contains("io/dromedary/r2/R2Extension.class")
                .noneMatch(name -> name.endsWith("Test.class"));
        Path object = Files.writeString(folder.resolve("object"), "content");
        Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
                "target/dromedary-r2.jar" + File.pathSeparator + libraries(), "io.dromedary.r2.R2DoubleMain",
                "--folder", folder.resolve("r2").toString(), "--bucket", "media", "--object", "media/clip.mp4=" + object)
                .redirectErrorStream(true).start();
        try (BufferedReader out = process.inputReader()) {
            assertThat(out.readLine()).contains("\"ready\": true");
        } finally {
            process.destroy();
            process.waitFor();
        }
    }

    /** Those that docs/libraries.md names. */
    private static String libraries() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("target/lib"))) {
            return files.filter(file -> file.getFileName().toString().matches("(vertx-core|netty-|jackson-|commons-io).*"))
                    .map(Path::toString).collect(Collectors.joining(File.pathSeparator));
        }
    }

    private static List<String> entries(String name) throws IOException {
        try (var jar = new JarFile(Path.of("target", name).toFile())) {
            return jar.stream().map(entry -> entry.getName()).toList();
        }
    }
}
