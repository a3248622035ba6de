package io.dromedary.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.dromedary.ffmpeg.ProcessFailure.Reason;
import io.dromedary.media.ExpectedFile;
import io.dromedary.storage.FolderRemoval;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a guest has left, as a program leaves it that means ill: nothing goes through the door but what was planned. */
@Execution(ExecutionMode.CONCURRENT)
@Tag("process")
class OutputCollectorTest {

    private static final long MOST_BYTES = 1 << 20;
    private static final List<ExpectedFile> MAKES = List.of(file("x.mp4"), new ExpectedFile("v/stream.m3u8", "", 0, 1, 4_000, ExpectedFile.Use.NOTE),
            new ExpectedFile("v/segment-", ".ts", 0, 10, Long.MAX_VALUE, ExpectedFile.Use.RESULT));

    /** What an honest run would leave. */
    private static final String HONEST = """
            import os, socket, stat, sys
            def write(name, text='own'):
                with open(name, 'w') as f: f.write(text)
            def node(name, kind, number):
                # Who may not make one leaves a link to one.
                try: os.mknod(name, kind | 0o666, number)
                except PermissionError: os.symlink('/dev/zero', name)
            os.mkdir('v')
            for each in ('x.mp4', 'v/stream.m3u8', 'v/segment-0.ts', 'v/segment-1.ts'): write(each)
            """;

    @TempDir
    Path root;
    private Machine machine;
    private Path made;
    private Process staying;

    @BeforeEach
    void makeFolders() throws IOException {
        machine = new Machine(root);
        made = machine.job.newGuest();
    }

    @AfterEach
    void end() throws InterruptedException {
        if (staying != null) {
            staying.destroyForcibly().waitFor();
        }
    }

    static Stream<String> others() {
        return Stream.of(
                // Links: as each of the results, beside them, and to whatever there is.
                "os.remove('x.mp4'); os.symlink('MACHINE/secret.key', 'x.mp4')",
                "os.symlink('MACHINE/secret.key', 'y.mp4')",
                "os.symlink('MACHINE/cdn', 'w')",
                "os.remove('v/segment-1.ts'); os.symlink('MACHINE/secret.key', 'v/segment-1.ts')",
                "os.remove('v/segment-0.ts'); os.symlink('segment-1.ts', 'v/segment-0.ts')",
                "os.symlink('MACHINE/secret.key', 'v/segment-2.ts')",
                "os.remove('v/stream.m3u8'); os.symlink('MACHINE/secret.key', 'v/stream.m3u8')",
                "os.rename('v', 'w'); os.symlink('MACHINE/cdn/v', 'v')",
                "os.rename('v', 'w'); os.symlink('w', 'v')",
                "os.remove('x.mp4'); os.symlink('/nowhere', 'x.mp4')",
                "os.remove('x.mp4'); os.symlink('x.mp4', 'x.mp4')",
                "os.remove('x.mp4'); os.symlink('/proc/self/environ', 'x.mp4')",
                "os.remove('x.mp4'); os.symlink('../given/input', 'x.mp4')",
                // Pipes, sockets and devices, which who opens them waits for, or is answered by without end.
                "os.remove('x.mp4'); os.mkfifo('x.mp4')",
                "os.mkfifo('y.mp4')",
                "os.remove('v/stream.m3u8'); os.mkfifo('v/stream.m3u8')",
                "os.remove('v/segment-0.ts'); os.mkfifo('v/segment-0.ts')",
                "os.mkfifo('w'); os.remove('x.mp4'); os.symlink('w', 'x.mp4')",
                "os.remove('x.mp4'); s = socket.socket(socket.AF_UNIX); s.bind('x.mp4')",
                "os.remove('x.mp4'); node('x.mp4', stat.S_IFCHR, os.makedev(1, 5))",
                "os.remove('v/segment-1.ts'); node('v/segment-1.ts', stat.S_IFBLK, os.makedev(7, 0))",
                // Other names of files that are somebody else's, or its own.
                "os.remove('x.mp4'); os.link('../given/input', 'x.mp4')",
                "os.remove('v/segment-1.ts'); os.link('v/segment-0.ts', 'v/segment-1.ts')",
                "os.link('x.mp4', '.x')",
                // Folders.
                "os.mkdir('w')",
                "os.mkdir('v/w')",
                "os.remove('x.mp4'); os.mkdir('x.mp4')",
                "os.remove('v/stream.m3u8'); os.mkdir('v/stream.m3u8')",
                "os.mkdir('v/segment-2.ts')",
                """
                for _ in range(300):
                    os.mkdir('d'); os.chdir('d')""",
                """
                for _ in range(100):
                    os.mkdir('d' * 255); os.chdir('d' * 255); os.chmod('.', 0)
                    try: os.listdir()
                    except PermissionError: os.chmod('.', 0o300)""",
                "os.mkdir('w'); write('w/x.mp4'); os.chmod('w', 0)",
                // Names.
                "write('y.mp4')",
                "write('X.MP4')",
                "write('x.mp4 ')",
                "write('.x.mp4')",
                "write('x.mp4\\n')",
                "write('\\x1b[2J\\n12:00:00.000 ERROR forged')",
                "write('n' * 255)",
                "write(b'\\xff\\xfe\\xc0\\xaf')",
                "write('v/segment-00.ts')",
                "write('v/segment-02.ts')",
                "write('v/segment-\\uff12.ts')",
                "write('v/segment--1.ts')",
                "write('v/segment-+2.ts')",
                "write('v/segment-.ts')",
                "write('v/segment-10.ts')",
                "write('v/segment-99999999999999999999.ts')",
                "write('v/segment-2.TS')",
                "write('v/segment-2.ts.ts')",
                "write('v/segment-3.ts')",
                "os.remove('v/segment-0.ts')",
                "write('v/x.mp4')",
                "write('segment-0.ts'); write('stream.m3u8')",
                // Content without end.
                "write('v/stream.m3u8', 'x' * 4001)",
                """
                for i in range(300): write(str(i), '')""");
    }

    @ParameterizedTest
    @MethodSource("others")
    void withAnythingElseInTheFolderNothingGoesThrough(String attack) throws Exception {
        assertThat(take(attack, true)).as(attack).isEqualTo(Reason.LEFT_OTHERS);
        again();
        assertThat(take(attack, false)).as(attack).isEqualTo(Reason.LEFT_OTHERS);
    }

    static Stream<Arguments> lacks() {
        return Stream.of(
                Arguments.of(Reason.EMPTY, "os.remove('x.mp4')"),
                Arguments.of(Reason.EMPTY, "os.remove('v/stream.m3u8')"),
                Arguments.of(Reason.EMPTY, "os.remove('v/segment-0.ts'); os.remove('v/segment-1.ts')"),
                Arguments.of(Reason.EMPTY, "os.system('rm -r v x.mp4')"),
                Arguments.of(Reason.FILE_TOO_LARGE, "os.truncate('x.mp4', 1 << 40)"),
                Arguments.of(Reason.FILE_TOO_LARGE, "[os.truncate('v/segment-%d.ts' % i, 600000) for i in (0, 1)]"));
    }

    @ParameterizedTest
    @MethodSource("lacks")
    void whatIsMissingOrTooMuchIsToldAndNothingGoesThrough(Reason reason, String attack) throws Exception {
        assertThat(take(attack, true)).as(attack).isEqualTo(reason);
        again();
        assertThat(take(attack, false)).as(attack).isEqualTo(reason);
    }

    @Test
    void whatWasPlannedGoesThroughAndIsOurs() throws Exception {
        for (boolean isEndKnown : new boolean[] {true, false}) {
            assertThat(take("os.chmod('x.mp4', 0o6777); os.chmod('v/segment-0.ts', 0o444)", isEndKnown)).isNull();
            assertThat(machine.taken()).isEqualTo(Map.of("out/x.mp4", "own", "out/v/segment-0.ts", "own",
                    "out/v/segment-1.ts", "own", "notes/v/stream.m3u8", "own"));
            try (Stream<Path> files = Files.walk(machine.job.results())) {
                assertThat(files.filter(Files::isRegularFile)).allSatisfy(file ->
                        assertThat((int) Files.getAttribute(file, "unix:mode") & 0xfff).isEqualTo(0644));
            }
            again();
        }
    }

    /** Who may not read a file or a folder that the guest has closed says so, rather than that the disk is broken. */
    @Test
    void whatIsClosedIsOpenedOrRefused() throws Exception {
        for (String closed : List.of("os.chmod('x.mp4', 0)", "os.chmod('v', 0)", "os.chmod('v/stream.m3u8', 0)",
                "os.chmod('.', 0)")) {
            assertThat(take(closed, true)).as(closed).isIn(null, Reason.LEFT_OTHERS);
            again();
            assertThat(take(closed, false)).as(closed).isIn(null, Reason.LEFT_OTHERS);
            again();
        }
    }

    /** While the door looks, names change from files to links, pipes and folders of others, and back. */
    @Test
    void whatIsExchangedMeanwhileIsNeverAnothers() throws Exception {
        Map<String, String> before = machine.outside();
        // What it exchanges them with is in a folder of its own, so that the door sees nothing else.
        staying = start(HONEST + """
                import ctypes
                bad = os.path.dirname(os.getcwd()) + '/bad'
                os.mkdir(bad)
                os.symlink('MACHINE/secret.key', bad + '/link'); os.mkfifo(bad + '/pipe'); os.symlink('MACHINE/cdn/v', bad + '/v')
                c, bad = ctypes.CDLL(None), bad.encode()
                swap = lambda a, b: c.renameat2(-100, a, -100, bad + b, 2)
                write(bad + b'/begun')
                while True:
                    for name, other in ((b'x.mp4', b'/link'), (b'v/segment-0.ts', b'/pipe'), (b'v', b'/v')):
                        swap(name, other); swap(name, other)
                """);
        Path begun = made.resolveSibling("bad/begun");
        while (!Files.exists(begun)) {
            assertThat(staying.waitFor(10, TimeUnit.MILLISECONDS)).as(this::log).isFalse();
        }
        var reasons = new HashSet<Object>();
        for (int i = 0; i < 400; i++) {
            reasons.add(String.valueOf(door(false)));
            assertThat(machine.taken().values()).allMatch("own"::equals);
            renewPlaces();
        }
        assertThat(reasons).contains("LEFT_OTHERS");
        assertThat(machine.outside()).isEqualTo(before);
    }

    @Test
    void ofWhatGrowsNoMoreIsTakenThanWasLookedAt() throws Exception {
        staying = start(HONEST + """
                f = open('x.mp4', 'r+b', buffering=0)
                while True:
                    f.write(b'x' * 5000)
                    if f.tell() > 900000: f.truncate(0); f.seek(0)
                """);
        while (!Files.exists(made.resolve("v/segment-1.ts"))) {
            assertThat(staying.waitFor(10, TimeUnit.MILLISECONDS)).isFalse();
        }
        for (int i = 0; i < 60; i++) {
            assertThat(door(false)).isIn(null, Reason.FILE_TOO_LARGE);
            Path taken = machine.job.results().resolve("x.mp4");
            assertThat(Files.exists(taken) ? Files.size(taken) : 0).isLessThanOrEqualTo(MOST_BYTES);
            renewPlaces();
        }
    }

    // ------------------------------------------------------------ how it is tried

    /** Makes the places new to which the door brings what it takes. */
    private void renewPlaces() throws IOException {
        for (Path place : List.of(machine.job.results(), machine.job.notes())) {
            FolderRemoval.remove(place);
            Files.createDirectory(place);
        }
    }

    private void again() throws IOException {
        machine.job.remove();
        machine.job.open();
        Files.writeString(machine.job.given().resolve("input"), "the input");
        made = machine.job.newGuest();
    }

    /** Runs a program in a guest's folder, then takes what it left; why that was refused, null when it was not. */
    private Reason take(String attack, boolean isEndKnown) throws Exception {
        Map<String, String> before = machine.outside();
        Process guest = start(HONEST + attack);
        assertThat(guest.waitFor(5, TimeUnit.MINUTES)).isTrue();
        assertThat(guest.exitValue()).as(() -> log()).isZero();
        Reason reason = door(isEndKnown);
        if (reason != null) {
            assertThat(machine.taken()).as(attack).isEmpty();
        }
        FolderRemoval.remove(made);
        assertThat(made).doesNotExist();
        assertThat(machine.outside()).as(attack).isEqualTo(before);
        return reason;
    }

    private Reason door(boolean isEndKnown) {
        Throwable thrown = catchThrowable(() ->
                new OutputCollector(made, new ExpectedFiles(made, MAKES, MOST_BYTES), machine.job).take(isEndKnown));
        if (thrown != null) {
            assertThat(thrown).isInstanceOf(ProcessFailure.class);
        }
        return thrown == null ? null : ((ProcessFailure) thrown).reason();
    }

    private Process start(String text) throws IOException {
        return new ProcessBuilder(machine.program("guest", text)).directory(made.toFile()).redirectErrorStream(true)
                .redirectOutput(new File(root.toFile(), "guest.log")).start();
    }

    private String log() {
        try {
            return Files.readString(root.resolve("guest.log"));
        } catch (IOException e) {
            return e.toString();
        }
    }

    private static ExpectedFile file(String name) {
        return new ExpectedFile(name, "", 0, 1, Long.MAX_VALUE, ExpectedFile.Use.RESULT);
    }
}
