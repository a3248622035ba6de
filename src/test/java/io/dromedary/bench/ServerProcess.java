package io.dromedary.bench;

import io.dromedary.machine.Ports;
import java.io.File;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A server by {@code bin/dromedary serve}, with a data folder of its own and a free port. */
final class ServerProcess implements AutoCloseable {

    private static final String KEY = "bench-0123456789-0123456789";
    private static final long START_SECONDS = 120;
    private static final double TICKS_A_SECOND = 100;

    private final Process process;
    private final Path log;
    private final URI url;

    /**
     * Starts one, and waits until it accepts jobs.
     *
     * @param store the host and port that it may reach
     */
    ServerProcess(Path folder, String store) throws IOException {
        int port = Ports.free();
        url = URI.create("http://127.0.0.1:" + port);
        log = Files.createDirectories(folder).resolve("server.log");
        var builder = new ProcessBuilder("bin/dromedary", "serve").redirectErrorStream(true).redirectOutput(log.toFile())
                .redirectInput(new File("/dev/null"));
        builder.environment().keySet().removeIf(name -> name.startsWith("DROMEDARY_") && !name.equals("DROMEDARY_JAVA_OPTS"));
        builder.environment().putAll(Switches.environment());
        builder.environment().putAll(Map.of("DROMEDARY_HOST", "127.0.0.1", "DROMEDARY_PORT", Integer.toString(port),
                "DROMEDARY_DATA", folder.resolve("data").toString(), "DROMEDARY_API_KEY", KEY, "DROMEDARY_ALLOW_HOSTS", store));
        process = builder.start();
        awaitUp();
    }

    private void awaitUp() throws IOException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
        while (!isUp()) {
            if (!process.isAlive() || System.nanoTime() > deadline) {
                close();
                throw new IOException("The server did not start:\n" + Files.readString(log));
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
        }
    }

    private boolean isUp() {
        try {
            var health = (HttpURLConnection) url.resolve("/health").toURL().openConnection();
            health.setReadTimeout(5000);
            return health.getResponseCode() == 200;
        } catch (IOException notYet) {
            return false;
        }
    }

    Client client() {
        return new Client(url, KEY);
    }

    long pid() {
        return process.pid();
    }

    /** Seconds of CPU that the JVM itself has taken, without the programs that it started. */
    double cpuSeconds() throws IOException {
        String stat = Files.readString(Path.of("/proc", Long.toString(process.pid()), "stat"));
        // proc(5): the name is in brackets; utime and stime are the fields 14 and 15, those of children come after them.
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS_A_SECOND;
    }

    /** Resident memory of the JVM itself in MiB. */
    double residentMib() throws IOException {
        try (var lines = Files.lines(Path.of("/proc", Long.toString(process.pid()), "status"))) {
            return lines.filter(line -> line.startsWith("VmRSS:")).mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .findFirst().orElseThrow() / 1024.0;
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
