package io.dromedary.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real processes whose parent is gone. */
@Tag("process")
class LeftoverGuestsTest {

    @TempDir
    Path machine;
    private Enclosure enclosure;
    private Path work;
    private final List<Long> orphans = new ArrayList<>();

    @BeforeEach
    void makeFolders() throws IOException {
        enclosure = new Enclosure(machine);
        work = machine.resolve("work");
    }

    @AfterEach
    void endOrphans() {
        orphans.stream().map(ProcessHandle::of).flatMap(Optional::stream).forEach(ProcessHandle::destroyForcibly);
    }

    private LeftoverGuests leftovers() {
        return new LeftoverGuests(work, Enclosure.userIds());
    }

    /** Starts it by a process that ends at once. */
    private long orphan(Path folder, String name, String... arguments) throws IOException {
        Path pid = machine.resolve("pid");
        Files.deleteIfExists(pid);
        Path program = Enclosure.program(machine.resolve("sleeper"),
                "echo $BASHPID > " + pid + "; exec -a \"$1\" /usr/bin/python3 -c 'import time; time.sleep(600)' \"${@:2}\"");
        var line = new ArrayList<>(List.of("setsid", "--fork", program.toString(), name));
        line.addAll(List.of(arguments));
        new ProcessBuilder(line).directory(folder.toFile()).start().onExit().join();
        Awaitility.await().until(() -> Files.exists(pid) && Files.readString(pid).endsWith("\n")
                && new Processes.Seen(Long.parseLong(Files.readString(pid).strip())).words().get(0).equals(name));
        long orphan = Long.parseLong(Files.readString(pid).strip());
        orphans.add(orphan);
        return orphan;
    }

    private static boolean lives(long pid) {
        return !new Processes.Seen(pid).hasEnded();
    }

    @Test
    void whatAnEarlierLifeHasLeftIsEnded() throws IOException {
        String folder = enclosure.made.toString();
        // Longer than what Java shows of a command line.
        String[] many = Stream.concat(Stream.generate(() -> "--ro-bind").limit(1_000), Stream.of("--bind", folder))
                .toArray(String[]::new);
        List<Long> left = List.of(orphan(machine, "/usr/bin/bwrap", many), orphan(machine, "prlimit", folder),
                orphan(enclosure.made, "/opt/ffmpeg/bin/ffmpeg", "-i", "../given/input"));
        assertThat(leftovers().end()).isEqualTo(3);
        assertThat(left).noneMatch(LeftoverGuestsTest::lives);
        assertThat(leftovers().end()).isZero();
    }

    @Test
    void whatIsNoGuestOfThisNodeIsLeftAlone() throws IOException {
        Path another = Files.createDirectories(machine.resolve("work-of-another/job-1"));
        List<Long> others = List.of(orphan(another, "ffmpeg", another.toString()), orphan(machine, "ffmpeg", "-version"),
                orphan(enclosure.made, "bash"), orphan(machine, "less", enclosure.made.resolve("log").toString()));
        assertThat(leftovers().end()).isZero();
        assertThat(others).allMatch(LeftoverGuestsTest::lives);
    }

    @Test
    void aGuestOfThisServerIsLeftAlone() throws IOException {
        Path program = Enclosure.program(Files.createDirectories(machine.resolve("programs")).resolve("ffmpeg"),
                "touch up; exec sleep 600");
        Sandbox sandbox = enclosure.sandbox(Enclosure.Runner.TESTER);
        try (Guest guest = sandbox.admit(program, enclosure.place(), Duration.ofMinutes(10))) {
            Process process = Enclosure.start(guest, enclosure.place(), program, List.of(), machine.resolve("a").toFile(),
                    machine.resolve("b").toFile());
            Awaitility.await().until(() -> Files.exists(enclosure.made.resolve("up")));
            assertThat(leftovers().end()).isZero();
            assertThat(process.isAlive()).isTrue();
            process.destroyForcibly().onExit().join();
        }
    }

    /**
     * By no word of its command line is it known, nor by its name. Without the process of root that waits for it, the
     * signal of bubblewrap's death does not reach it, as for a moment of its start.
     */
    @Test
    void aGuestBehindWallsWhoseServerIsGoneIsKnownByWhereItWrites() throws IOException {
        Path program = Enclosure.program(Files.createDirectories(machine.resolve("programs")).resolve("ffmpeg"),
                "cd /; exec -a innocent sleep 600");
        Sandbox sandbox = enclosure.sandbox(Enclosure.Runner.TESTER);
        try (Guest guest = sandbox.admit(program, enclosure.place(), Duration.ofMinutes(10))) {
            var line = new ArrayList<>(guest.words());
            int waiting = line.lastIndexOf("--close");
            if (waiting > 0) {
                line.subList(waiting - 2, waiting + 2).clear();
            }
            line.add(program.toString());
            Process bubblewrap = new ProcessBuilder(line).start();
            Awaitility.await().until(() -> innocent().findAny().isPresent());
            innocent().forEach(each -> orphans.add(each.pid()));
            bubblewrap.destroyForcibly().onExit().join();
            assertThat(leftovers().end()).isEqualTo(Enclosure.userIds().isPresent() ? 1 : 0);
            assertThat(innocent()).isEmpty();
        }
    }

    private Stream<Processes.Seen> innocent() throws IOException {
        Object made = Files.readAttributes(enclosure.made, BasicFileAttributes.class).fileKey();
        return Processes.all().filter(each -> !each.hasEnded() && each.words().contains("innocent")
                && each.fileKey("root/job/made").equals(Optional.of(made)));
    }
}
