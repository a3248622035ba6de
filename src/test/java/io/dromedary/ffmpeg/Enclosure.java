package io.dromedary.ffmpeg;

import io.dromedary.machine.Programs;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The folders of an attempt in a folder of a test, and guests that run there: scripts in ffmpeg's place. */
final class Enclosure {

    static final ProcessLimits AMPLE = new ProcessLimits(8L << 30, 1L << 30, 256, 256);
    static final String PATH = System.getenv("PATH");
    private static final Duration LONG = Duration.ofMinutes(5);

    private final Path machine;
    final Path attempt;
    final Path given;
    final Path results;
    final Path made;

    /** Who runs the guests. */
    enum Runner {
        /** Who runs the tests: root, as a rule. */
        TESTER,
        /** A user that is not root. */
        NOBODY
    }

    Enclosure(Path machine) throws IOException {
        this.machine = machine;
        attempt = Files.createDirectories(machine.resolve("work/job-1"));
        given = folder(attempt.resolve("given"), "rwx--x--x");
        results = folder(attempt.resolve("out"), "rwx--x--x");
        made = folder(attempt.resolve("guest-1"), "rwxr-xr-x");
        folder(scratch(), "rwxr-xr-x");
    }

    /** What a run has come to. */
    record Ended(int exitValue, String output, String errors) {
    }

    GuestMounts place() {
        return new GuestMounts(given, results, made, Map.of());
    }

    Path scratch() {
        return machine.resolve("tmp");
    }

    Path machine() {
        return machine;
    }

    SandboxHost around(Runner runner) throws IOException {
        return around(runner, List.of());
    }

    SandboxHost around(Runner runner, List<Path> hidden) throws IOException {
        return runner == Runner.TESTER ? new SandboxHost(PATH, scratch(), hidden, userIds())
                : new SandboxHost(notAsRoot("bwrap"), scratch(), hidden, Optional.empty());
    }

    /** Those of whoever runs the tests. */
    static Optional<UserIds> userIds() {
        return UserIds.ofThisServer(60706);
    }

    Sandbox sandbox(Runner runner) throws IOException {
        return SandboxFinder.find(Sandbox.Wish.REQUIRE, AMPLE, around(runner));
    }

    /** A search path on which a program is run by a user that is not root; what a test has made is open to it. */
    String notAsRoot(String program) throws IOException {
        open(machine);
        open(attempt.getParent());
        open(attempt);
        open(made);
        open(scratch());
        Path bin = Files.createDirectories(machine.resolve("bin"));
        program(bin.resolve(program), "exec " + String.join(" ", nobody()) + " "
                + Executables.find(program, PATH).orElseThrow() + " \"$@\"");
        return bin + ":" + PATH;
    }

    /** The words by which root becomes another user. */
    static List<String> nobody() {
        return System.getProperty("user.name").equals("root")
                ? List.of("/usr/bin/setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "--") : List.of();
    }

    static void open(Path folder) throws IOException {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
    }

    private static Path folder(Path folder, String rights) throws IOException {
        Files.createDirectories(folder);
        return Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString(rights));
    }

    static Path program(Path file, String script) throws IOException {
        return Programs.write(file, "#!/bin/bash\n" + script + "\n");
    }

    /** What a script prints as a guest. */
    String output(Sandbox sandbox, String script) throws IOException {
        return run(sandbox, place(), script).output();
    }

    Ended run(Sandbox sandbox, GuestMounts place, String script) throws IOException {
        Path programs = folder(machine.resolve("programs"), "rwxr-xr-x");
        return run(sandbox, place, program(programs.resolve("ffmpeg"), script), List.of());
    }

    Ended run(Sandbox sandbox, GuestMounts place, Path program, List<String> arguments) throws IOException {
        Path output = machine.resolve("output");
        Path errors = machine.resolve("errors");
        try (Guest guest = sandbox.admit(program, place, LONG)) {
            Process process = start(guest, place, program, arguments, output.toFile(), errors.toFile());
            if (!process.waitFor(LONG.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IllegalStateException("The guest does not end");
            }
            return new Ended(process.exitValue(), Files.readString(output, StandardCharsets.ISO_8859_1),
                    Files.readString(errors, StandardCharsets.ISO_8859_1));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Runs a tool of the tests; says how it ended. */
    static int call(String... words) throws IOException {
        try {
            return new ProcessBuilder(words).inheritIO().start().waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    static Process start(Guest guest, GuestMounts place, Path program, List<String> arguments, File output, File errors)
            throws IOException {
        var line = new ArrayList<>(Executables.words(program.toString(), PATH));
        line.set(line.size() - 1, guest.program().toString());
        line.addAll(line.size() - 1, guest.words());
        line.addAll(arguments);
        var builder = new ProcessBuilder(line).directory(place.made().toFile()).redirectOutput(output).redirectError(errors)
                .redirectInput(new File("/dev/null"));
        builder.environment().keySet().retainAll(Stream.of("PATH").toList());
        return builder.start();
    }
}
