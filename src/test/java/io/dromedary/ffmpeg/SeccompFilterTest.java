package io.dromedary.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromedary.ffmpeg.Enclosure.Runner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A guest in Python makes the system calls themselves; the kernel is real. */
class SeccompFilterTest {

    private static final Pattern DEFINED = Pattern.compile("(?m)^#define __NR(?:3264)?_(\\w+)\\s+(\\d+)");

    @TempDir
    Path machine;

    /** What a guest tries, in Python; each line that is printed is a call that was not refused. */
    private static final String TRIES = """
            import ctypes, errno, fcntl, os, socket
            libc = ctypes.CDLL(None, use_errno=True)
            numbers = {%s}
            def syscall(name, *arguments):
                ctypes.set_errno(0)
                longs = [ctypes.c_long(each) if isinstance(each, int) else each for each in arguments]
                result = libc.syscall(ctypes.c_long(numbers.get(name, name)), *longs)
                return errno.errorcode.get(ctypes.get_errno(), 'done') if result < 0 else 'done'
            def wants(name, expected, *arguments):
                answer = syscall(name, *arguments)
                if answer != expected:
                    print(name, arguments, answer)
            # No argument is good for anything: a call that is let through would say so in another way.
            for name in sorted(set(numbers) - {'clone', 'clone3', 'ioctl', 'fcntl', 'socketpair', 'personality'}):
                wants(name, 'EPERM', *[-1] * 6)
            wants('clone3', 'ENOSYS', 0, 0)
            for flag in (0x20000, 0x2000000, 0x4000000, 0x8000000, 0x10000000, 0x20000000, 0x40000000):
                wants('clone', 'EPERM', flag | 17, 0, 0, 0, 0)
                wants('unshare', 'EPERM', flag)
            for number in (463, 467, 1000, 0x40000000, 0x40000000 + 39):
                wants(number, 'ENOSYS', 0, 0, 0)
            for family in range(0, 50):
                wants('socket', 'EPERM', family, 1, 0)
                if family != socket.AF_UNIX:
                    wants('socketpair', 'EPERM', family, 1, 0, 0)
            wants('ioctl', 'EPERM', 0, 0x5412, 0)
            wants('ioctl', 'EPERM', 0, 0x100005412, 0)
            wants('ioctl', 'EPERM', 0, 0x541c, 0)
            made = os.open('file', os.O_RDWR | os.O_CREAT)
            wants('fcntl', 'EPERM', made, 1024, fcntl.F_WRLCK)
            wants('fcntl', 'EPERM', os.open('.', os.O_RDONLY), 1026, 1)
            wants('personality', 'EPERM', 0x0040000)
            for attempt in (lambda: os.mkfifo('fifo'), lambda: os.symlink('/etc', 'link'), lambda: os.link('file', 'other'),
                            lambda: os.mknod('device', 0o20666, os.makedev(1, 3)), lambda: os.mknod('empty'),
                            lambda: os.setxattr('file', 'user.a', b'b'), lambda: socket.socket(socket.AF_UNIX),
                            lambda: os.memfd_create('memory')):
                try:
                    attempt()
                    print('done')
                except PermissionError:
                    pass
            # And what it needs goes on.
            wants('personality', 'done', 0xffffffff)
            wants('fcntl', 'done', made, fcntl.F_GETFL)
            socket.socketpair()
            os.rename('file', 'renamed')
            if os.fork() == 0:
                os._exit(0)
            os.wait()
            import threading
            threading.Thread(target=lambda: print('end')).start()
            """;

    @ParameterizedTest
    @EnumSource
    void whatFfmpegNeverAsksForIsRefused(Runner runner) throws IOException {
        var enclosure = new Enclosure(machine);
        String numbers = SystemCalls.named(System.getProperty("os.arch")).entrySet().stream()
                .map(each -> "'" + each.getKey() + "': " + each.getValue()).collect(Collectors.joining(", "));
        Files.writeString(enclosure.given.resolve("tries.py"), TRIES.formatted(numbers));
        var ended = enclosure.run(enclosure.sandbox(runner), enclosure.place(), "exec /usr/bin/python3 -I ../given/tries.py");
        assertThat(ended.errors()).isEmpty();
        assertThat(ended.output()).isEqualTo("end\n");
        try (var left = Files.list(enclosure.made)) {
            assertThat(left.map(file -> file.getFileName().toString())).containsExactly("renamed");
        }
    }

    /** By int 0x80 the numbers are those of another architecture, and mean other calls. */
    @Test
    void aCallOfAnotherArchitectureEndsTheGuest() throws IOException {
        var enclosure = new Enclosure(machine);
        if (System.getProperty("os.arch").equals("amd64")) {
            Path source = Files.writeString(machine.resolve("other.c"), """
                    int main(void) {
                        int answer;
                        __asm__ volatile ("int $0x80" : "=a" (answer) : "a" (20));
                        return answer > 0 ? 0 : 1;
                    }
                    """);
            Path program = machine.resolve("other");
            int built = Enclosure.call("gcc", "-o", program.toString(), source.toString());
            assertThat(built).isZero();
            int alone = enclosure.run(Sandbox.none(), enclosure.place(), program, List.of()).exitValue();
            // A kernel that has no such calls ends the program by itself (SIGSEGV), and the filter has nothing to do.
            assertThat(alone).isIn(0, 128 + 11);
            assertThat(enclosure.run(enclosure.sandbox(Runner.TESTER), enclosure.place(), program, List.of())
                    .exitValue()).isEqualTo(alone == 0 ? 128 + 31 : alone);
        }
    }

    /** The headers of the C library have the numbers of this machine, and those that all newer ones share. */
    @ParameterizedTest
    @ValueSource(strings = {"amd64", "aarch64"})
    void theNumbersAreThoseOfTheKernel(String architecture) throws IOException {
        Map<String, Integer> known = new HashMap<>();
        String headers = Files.readString(architecture.equals("amd64") ? Path.of("/usr/include/x86_64-linux-gnu/asm/unistd_64.h")
                : Path.of("/usr/include/asm-generic/unistd.h"));
        DEFINED.matcher(headers).results().forEach(found -> known.put(found.group(1), Integer.valueOf(found.group(2))));
        assertThat(known).hasSizeGreaterThan(300);
        Map<String, Integer> ours = SystemCalls.named(architecture);
        assertThat(ours).hasSizeGreaterThan(80);
        // Those that are younger than the headers have the same number everywhere.
        ours.forEach((name, number) -> assertThat(known.getOrDefault(name, number > 450 ? number : -1)).as(name)
                .isEqualTo(number));
    }

    @Test
    void forAMachineWhoseNumbersAreNotKnownThereIsNone() {
        assertThat(SeccompFilter.of("riscv64")).isEmpty();
        assertThat(SeccompFilter.of("aarch64")).get().satisfies(bytes -> assertThat(bytes.length % Long.BYTES).isZero());
    }
}
