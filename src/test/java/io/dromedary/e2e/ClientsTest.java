package io.dromedary.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromedary.r2.R2Double;
import io.dromedary.r2.Tier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Clients that openapi-generator makes of the contract, and tus-js-client: they compile, and do a job with a real server. {@code
 * src/test/clients} has a program for each language that sends a job, waits for its end, looks for it in the list, starts a
 * task, and asks for a job that is not there.
 */
@Tag("long")
@Tag("encode")
class ClientsTest {

    @TempDir
    static Path folder;
    private static R2Double r2;
    private static HereNode node;

    @BeforeAll
    static void start() {
        r2 = R2Double.start(folder.resolve("r2"));
        r2.createBucket("media");
        r2.put("media", "video.mp4", Samples.video(folder, "video.mp4", 128, 72, 1), "video/mp4");
        node = new HereNode(folder.resolve("node")).start();
        node.api().connect("store", r2.endpoint(), r2.newKey(Tier.OBJECT_READ_WRITE, "media"));
    }

    @AfterAll
    static void stop() {
        node.close();
        r2.close();
    }

    @Test
    void python() throws IOException {
        Path home = folder.resolve("python");
        ClientTools.generate("python", home);
        Path packages = home.resolve("packages");
        ClientTools.run(home, Map.of(), List.of("python3", "-m", "pip", "install", "--quiet", "--target",
                packages.toString(), "-r", "requirements.txt"));
        // Pydantic warns of fields that are called like its own methods, such as copy.
        does("Python", home, Map.of("PYTHONPATH", home + ":" + packages, "PYTHONWARNINGS", "ignore"),
                "python3", ClientTools.SOURCES.resolve("job.py").toString());
    }

    @Test
    void typescript() throws IOException {
        Path home = Files.createDirectories(folder.resolve("typescript"));
        ClientTools.generate("typescript-fetch", home.resolve("client"));
        Files.copy(ClientTools.SOURCES.resolve("job.ts"), home.resolve("job.ts"));
        Files.writeString(home.resolve("node.d.ts"), "declare const process: { argv: string[]; exit(code: number): never };\n");
        ClientTools.typescript(home, "--module", "commonjs", "--outDir", "compiled", "job.ts", "node.d.ts");
        does("TypeScript", home, Map.of(), "node", "compiled/job.js");
    }

    @Test
    void java() throws IOException {
        Path home = folder.resolve("java");
        ClientTools.generate("java", home, "--library", "native", "--additional-properties", "containerDefaultToNull=true");
        String libraries = ClientTools.jars("jackson-", "jakarta.annotation", "jsr305");
        var compile = new ArrayList<>(List.of("javac", "-nowarn", "-cp", libraries, "-d", "compiled",
                ClientTools.SOURCES.resolve("DoJob.java").toString()));
        try (Stream<Path> files = Files.walk(home.resolve("src/main/java"))) {
            files.map(Path::toString).filter(file -> file.endsWith(".java")).forEach(compile::add);
        }
        ClientTools.run(home, Map.of(), compile);
        does("Java", home, Map.of(), "java", "-cp", "compiled:" + libraries, "DoJob");
    }

    /** Without Go's modules: what the client imports is a package of Debian. */
    @Test
    void go() throws IOException {
        Path home = folder.resolve("go");
        ClientTools.generate("go", home.resolve("src/client"), "--global-property", "apiTests=false,modelTests=false");
        Path program = Files.createDirectories(home.resolve("src/job")).resolve("job.go");
        Files.copy(ClientTools.SOURCES.resolve("job.go"), program);
        var environment = Map.of("GO111MODULE", "off", "GOPATH", home + ":/usr/share/gocode", "GOCACHE", home + "/cache");
        ClientTools.run(home, environment, List.of("go", "build", "-o", "do-job", program.toString()));
        does("Go", home, environment, home.resolve("do-job").toString());
    }

    @Test
    void tusJsClientGoesOnWhereItBrokeOff() throws IOException {
        Path film = Samples.video(folder, "large.mp4", 640, 360, 4);
        assertThat(ClientTools.run(folder, Map.of(), List.of("node", ClientTools.SOURCES.resolve("upload.mjs").toString(),
                node.url().toString(), HereNode.KEY, film.toString(), ClientTools.packages())).strip())
                .isEqualTo("succeeded von%20tus.jpeg 410");
    }

    private static void does(String name, Path home, Map<String, String> environment, String... command)
            throws IOException {
        var whole = new ArrayList<>(List.of(command));
        whole.add(node.url().toString().replaceFirst("/$", ""));
        whole.add(HereNode.KEY);
        assertThat(ClientTools.run(home, environment, whole).lines()).containsExactly("job_not_found",
                "succeeded s3://media/" + name.toLowerCase(Locale.ROOT) + ".webm 64 by " + name + " probe");
    }
}
