package io.dromedary.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What {@code bin/package} makes: unpacked, it does a job without the sources. */
@Tag("process")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Order(1)
class PackageTest {

    @TempDir
    private static Path folder;
    private Path installed;

    @BeforeAll
    void make() throws Exception {
        assertThat(run(Path.of(""), "bin/package")).contains("ittybit_");
        installed = folder.resolve("installed");
        run(folder, "dpkg-deb", "-x", made("dromedary_").toString(), installed.toString());
        run(folder, "dpkg-deb", "-x", made("ittybit_").toString(), installed.toString());
        run(folder, "tar", "-xzf", made("dromedary-").toString(), "-C", folder.toString());
        run(folder, "ffmpeg", "-v", "error", "-f", "lavfi", "-i", "testsrc2=size=64x36:rate=5:duration=1", "in.mp4");
    }

    @Test
    void theInstalledProgramTakesItsSettingsAndRoutesFromEtc() throws Exception {
        run(folder, installed + "/usr/bin/ittybit", "image", "in.mp4", "--width", "32", "--local", "-o", "deb.png");
        assertThat(folder.resolve("deb.png")).isNotEmptyFile();

        Files.writeString(installed.resolve("etc/dromedary/routes/jobs.camel.yaml"), "- nonsense: {}\n");
        assertThat(failed(folder, installed + "/usr/bin/dromedary", "image", "in.mp4", "--local"))
                .contains("routes/jobs.camel.yaml");
    }

    @Test
    void theTarFileRunsWhereItIsUnpacked() throws Exception {
        Path program = only(folder, "dromedary-").resolve("bin/dromedary");
        run(folder, program.toString(), "image", "in.mp4", "--width", "32", "--local", "-o", "tar.png");
        assertThat(folder.resolve("tar.png")).isNotEmptyFile();
    }

    @Test
    void whatAnOperatorChangesIsKeptByAnUpgrade() throws Exception {
        List<String> kept = run(folder, "dpkg-deb", "--info", made("dromedary_").toString(), "conffiles").lines()
                .map(String::strip).toList();
        try (Stream<Path> files = Files.walk(installed.resolve("etc"))) {
            assertThat(files.filter(Files::isRegularFile).map(file -> "/" + installed.relativize(file))).isNotEmpty()
                    .containsExactlyInAnyOrderElementsOf(kept);
        }
    }

    @Test
    void allIsOwnedByRootAndWritableByNobodyElse() throws Exception {
        assertThat(run(folder, "dpkg-deb", "-c", made("dromedary_").toString()).lines()).isNotEmpty()
                .allMatch(line -> line.matches("(l.{9}|[-d]rw[-x]r-[-x]r-[-x]) root/root .*"));
    }

    /** The unit of the sources, with the folder of the package. */
    @Test
    void theServiceStartsTheInstalledProgram() throws IOException {
        assertThat(installed.resolve("lib/systemd/system/dromedary.service")).content()
                .contains("ExecStart=/usr/share/dromedary/bin/dromedary serve", "ReadOnlyPaths=/usr/share/dromedary",
                        "EnvironmentFile=-/etc/dromedary/environment", "User=dromedary").doesNotContain("/opt/");
        assertThat(Files.isExecutable(installed.resolve("usr/share/dromedary/bin/dromedary"))).isTrue();
    }

    private static Path made(String prefix) throws IOException {
        return only(Path.of("target/package").toAbsolutePath(), prefix);
    }

    private static Path only(Path folder, String prefix) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().startsWith(prefix)).reduce((one, other) -> {
                throw new AssertionError("both " + one + " and " + other);
            }).orElseThrow();
        }
    }

    private static String run(Path directory, String... words) throws IOException, InterruptedException {
        return printed(directory, true, words);
    }

    private static String failed(Path directory, String... words) throws IOException, InterruptedException {
        return printed(directory, false, words);
    }

    private static String printed(Path directory, boolean succeeds, String... words) throws IOException, InterruptedException {
        File out = Files.createTempFile(folder, "out", ".txt").toFile();
        var builder = new ProcessBuilder(new ArrayList<>(List.of(words))).directory(directory.toAbsolutePath().toFile())
                .redirectErrorStream(true).redirectOutput(out).redirectInput(new File("/dev/null"));
        builder.environment().keySet().removeIf(name -> name.startsWith("DROMEDARY_") || name.startsWith("ITTYBIT_"));
        Process process = builder.start();
        assertThat(process.waitFor(300, TimeUnit.SECONDS)).as(String.join(" ", words)).isTrue();
        String text = Files.readString(out.toPath());
        assertThat(process.exitValue() == 0).as(text).isEqualTo(succeeds);
        return text;
    }
}
