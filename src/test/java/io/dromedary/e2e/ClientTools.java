package io.dromedary.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The programs that make clients of the contract, and compile and run them. bin/test installs them in target/clients. */
final class ClientTools {

    static final Path SOURCES = Path.of("src/test/clients").toAbsolutePath();
    private static final Path INSTALLED = Path.of("target/clients").toAbsolutePath();
    private static final String CONTRACT = Path.of("config/openapi.yaml").toAbsolutePath().toString();

    private ClientTools() {
    }

    /** The folder of the installed packages of npm. */
    static String packages() {
        return INSTALLED.resolve("node_modules").toString();
    }

    /** A client for this language, as openapi-generator makes it, with no settings but these. */
    static void generate(String language, Path into, String... more) throws IOException {
        var command = new ArrayList<>(List.of("java", "-jar", jars("openapi-generator-cli"), "generate",
                "-i", CONTRACT, "-g", language, "-o", into.toString()));
        command.addAll(List.of(more));
        run(SOURCES, Map.of(), command);
    }

    /** The types that openapi-typescript makes. */
    static void types(Path file) throws IOException {
        run(SOURCES, Map.of(), List.of(npm("openapi-typescript"), CONTRACT, "-o", file.toString()));
    }

    static void typescript(Path folder, String... arguments) throws IOException {
        var command = new ArrayList<>(List.of(npm("tsc"), "--strict", "--target", "es2022", "--lib", "es2022,dom"));
        command.addAll(List.of(arguments));
        run(folder, Map.of(), command);
    }

    /** The installed JARs whose names begin like this, and for all of them also Jackson, as a class path. */
    static String jars(String... prefixes) throws IOException {
        try (Stream<Path> own = Files.list(INSTALLED.resolve("jars"));
                Stream<Path> ours = Files.list(Path.of("target/lib").toAbsolutePath())) {
            return Stream.concat(own, ours)
                    .filter(jar -> Stream.of(prefixes).anyMatch(jar.getFileName().toString()::startsWith))
                    .map(Path::toString).collect(Collectors.joining(":"));
        }
    }

    /** Runs a program to its end; what it printed. */
    static String run(Path folder, Map<String, String> environment, List<String> command) throws IOException {
        Path printed = Files.createTempFile("client", ".log");
        var builder = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true)
                .redirectInput(Path.of("/dev/null").toFile()).redirectOutput(printed.toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        try {
            boolean ended = process.waitFor(300, TimeUnit.SECONDS);
            process.destroy();
            String text = Files.readString(printed);
            if (!ended || process.exitValue() != 0) {
                throw new AssertionError(command + (ended ? " failed: " : " took too long: ") + text);
            }
            Files.delete(printed);
            return text;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private static String npm(String program) {
        return INSTALLED.resolve("node_modules/.bin").resolve(program).toString();
    }
}
