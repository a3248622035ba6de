package io.dromedary.r2;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/**
 * The double as a process of its own, for demos and for tests that kill processes.
 *
 * <pre>
 * --port P                      0, the default, takes a free one
 * --folder F                    where objects are kept, required
 * --bucket B                    made when absent; repeatable
 * --key ID:SECRET:TIER[:B,B]    a key pair; TIER is admin, object-read-write or object-read; repeatable
 * --key-env NAME                the same, read from an environment variable, so that no process list shows it
 * --object BUCKET/KEY=FILE      an object put at the start, its type guessed by the key's ending; repeatable
 * </pre>
 *
 * <p>Prints one line of JSON when ready: {@code {"endpoint": "http://127.0.0.1:40123", "ready": true}}. Ends on SIGTERM;
 * what the folder holds is served again after the next start. Keys are not kept.
 */
public final class R2DoubleMain {

    private static final Map<String, String> TYPES = Map.ofEntries(Map.entry("mp4", "video/mp4"),
            Map.entry("mov", "video/quicktime"), Map.entry("mkv", "video/x-matroska"), Map.entry("webm", "video/webm"),
            Map.entry("mp3", "audio/mpeg"), Map.entry("wav", "audio/wav"), Map.entry("m4a", "audio/mp4"),
            Map.entry("jpg", "image/jpeg"), Map.entry("png", "image/png"), Map.entry("gif", "image/gif"),
            Map.entry("webp", "image/webp"));

    private final List<String> buckets = new ArrayList<>();
    private final List<String> keys = new ArrayList<>();
    private final List<String> objects = new ArrayList<>();
    private Path folder;
    private int port;

    private R2DoubleMain() {
    }

    /** Serves until the process is told to end. */
    public static void main(String[] args) throws InterruptedException {
        R2DoubleMain main = new R2DoubleMain();
        try {
            main.read(new ArrayDeque<>(Arrays.asList(args)));
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.exit(2);
        }
        R2Double r2 = main.start();
        CountDownLatch ended = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            r2.close();
            ended.countDown();
        }));
        System.out.println("{\"endpoint\": \"" + r2.endpoint() + "\", \"ready\": true}");
        ended.await();
    }

    private void read(Deque<String> args) {
        while (!args.isEmpty()) {
            String option = args.poll();
            String value = args.poll();
            if (value == null) {
                throw new IllegalArgumentException(option + " needs a value");
            }
            switch (option) {
                case "--port" -> port = Integer.parseInt(value);
                case "--folder" -> folder = Path.of(value);
                case "--bucket" -> buckets.add(value);
                case "--key" -> keys.add(value);
                case "--key-env" -> keys.add(environment(value));
                case "--object" -> objects.add(value);
                default -> throw new IllegalArgumentException("unknown option " + option);
            }
        }
        if (folder == null) {
            throw new IllegalArgumentException("--folder is missing");
        }
    }

    private static String environment(String name) {
        String value = System.getenv(name);
        if (value == null) {
            throw new IllegalArgumentException("environment variable " + name + " is not set");
        }
        return value;
    }

    private R2Double start() {
        R2Double r2 = R2Double.start(folder, port);
        buckets.forEach(r2::createBucket);
        keys.forEach(key -> addKey(r2, key));
        objects.forEach(object -> addObject(r2, object));
        return r2;
    }

    private static void addKey(R2Double r2, String text) {
        String[] parts = text.split(":");
        if (parts.length < 3 || parts.length > 4) {
            throw new IllegalArgumentException("a key is ID:SECRET:TIER or ID:SECRET:TIER:BUCKET,BUCKET");
        }
        Tier tier = Tier.valueOf(parts[2].toUpperCase(Locale.ROOT).replace('-', '_'));
        r2.key(parts[0], parts[1], tier, parts.length == 4 ? parts[3].split(",") : new String[0]);
    }

    private static void addObject(R2Double r2, String text) {
        int slash = text.indexOf('/');
        int equals = text.lastIndexOf('=');
        if (slash < 1 || equals < slash) {
            throw new IllegalArgumentException("an object is BUCKET/KEY=FILE");
        }
        String key = text.substring(slash + 1, equals);
        String ending = key.substring(key.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        r2.put(text.substring(0, slash), key, Path.of(text.substring(equals + 1)),
                TYPES.getOrDefault(ending, "application/octet-stream"));
    }
}
