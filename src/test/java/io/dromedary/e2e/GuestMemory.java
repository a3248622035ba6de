package io.dromedary.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;

/**
 * Watches what the ffmpeg and ffprobe processes below a server take, by what the kernel says of each (proc(5)). Both
 * peaks only grow in a process's life, so that what is missed is what comes after its last look.
 */
final class GuestMemory implements AutoCloseable {

    private static final long LOOK_MS = 20;
    private static final Pattern PROGRAM = Pattern.compile("^Name:\\s+(ffmpeg|ffprobe)$", Pattern.MULTILINE);
    private static final Pattern SPACE = Pattern.compile("^VmPeak:\\s+(\\d+) kB$", Pattern.MULTILINE);
    private static final Pattern RESIDENT = Pattern.compile("^VmHWM:\\s+(\\d+) kB$", Pattern.MULTILINE);

    private static final Pattern LIMIT = Pattern.compile("^Max address space\\s+(\\S+) .*$", Pattern.MULTILINE);

    private final ScheduledExecutorService looks = Executors.newSingleThreadScheduledExecutor();
    private final AtomicLong space = new AtomicLong();
    private final AtomicLong resident = new AtomicLong();
    private final Set<String> limits = ConcurrentHashMap.newKeySet();

    GuestMemory(Process server) {
        looks.scheduleWithFixedDelay(() -> server.descendants().forEach(this::look), 0, LOOK_MS, TimeUnit.MILLISECONDS);
    }

    private void look(ProcessHandle process) {
        String status = read(process.pid(), "status");
        if (PROGRAM.matcher(status).find()) {
            LIMIT.matcher(read(process.pid(), "limits")).results().forEach(limit -> limits.add(limit.group(1)));
            space.accumulateAndGet(bytes(SPACE, status), Math::max);
            resident.accumulateAndGet(bytes(RESIDENT, status), Math::max);
        }
    }

    /** The most memory that the process itself ever had, in bytes. */
    static long residentOf(Process process) {
        return bytes(RESIDENT, read(process.pid(), "status"));
    }

    private static String read(long pid, String file) {
        try {
            return Files.readString(Path.of("/proc", Long.toString(pid), file));
        } catch (IOException endedMeanwhile) {
            return "";
        }
    }

    private static long bytes(Pattern line, String status) {
        var found = line.matcher(status);
        return found.find() ? Long.parseLong(found.group(1)) << 10 : 0;
    }

    /** The most address space that one of them took, in bytes. */
    long space() {
        return space.get();
    }

    /** The most memory that one of them touched, in bytes. */
    long resident() {
        return resident.get();
    }

    /** The limits of address space that were seen to hold for them, in bytes as the kernel writes them. */
    Set<String> limits() {
        return Set.copyOf(limits);
    }

    @Override
    public void close() {
        looks.shutdownNow();
    }
}
