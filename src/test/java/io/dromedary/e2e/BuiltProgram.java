package io.dromedary.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The program that the servers of the tests run: what {@code bin/build} made, which starts in two thirds of the time, or
 * the classes when a source has changed since.
 */
final class BuiltProgram {

    /**
     * Java's options, up to the main class. Most that servers of tests do is to start, for which the second compiler costs
     * two seconds of CPU and brings nothing.
     */
    static final List<String> OPTIONS = options();

    private BuiltProgram() {
    }

    private static List<String> options() {
        var options = new ArrayList<>(List.of("-XX:TieredStopAtLevel=1"));
        options.addAll(isCurrent()
                ? List.of("-XX:SharedArchiveFile=" + target("serve.jsa"), "-Xlog:disable", "-Xlog:all=error:stderr", "-Xlog:cds=off",
                        "-Dorg.sqlite.lib.path=" + target("native"), "-cp", target("dromedary.jar").toString())
                : List.of("-cp", System.getProperty("java.class.path")));
        return List.copyOf(options);
    }

    /** The server with the jars of this home's {@code ext/} behind its own, as bin/dromedary puts them. */
    static List<String> servingWithJars(Path home) {
        var program = new ArrayList<>(List.of("-Ddromedary.home=" + home));
        program.addAll(OPTIONS);
        program.set(program.size() - 1, program.get(program.size() - 1) + ":" + home.resolve("ext") + "/*");
        program.addAll(List.of("io.dromedary.Dromedary", "serve"));
        return program;
    }

    private static Path target(String name) {
        return Path.of("target", name).toAbsolutePath();
    }

    private static boolean isCurrent() {
        Path stamp = target(".built");
        if (!Files.exists(stamp) || !Files.exists(target("dromedary.jar"))) {
            return false;
        }
        try (Stream<Path> sources = Files.walk(Path.of("src/main"))) {
            FileTime built = Files.getLastModifiedTime(stamp);
            return Stream.concat(sources, Stream.of(Path.of("pom.xml"))).allMatch(source -> isOlder(source, built));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isOlder(Path source, FileTime built) {
        try {
            return Files.getLastModifiedTime(source).compareTo(built) < 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
