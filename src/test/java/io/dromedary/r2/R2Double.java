package io.dromedary.r2;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * A double of Cloudflare R2's S3 side for tests: as strict as R2 about signatures, bodies, rights and sizes, and with
 * switches for what goes wrong in the field. Objects are files in a folder and are streamed, never held in memory; what
 * the folder holds at the start is served again.
 *
 * <pre>{@code
 * try (R2Double r2 = R2Double.start(folder)) {
 *     Credentials key = r2.newKey(Tier.OBJECT_READ_WRITE, "media");
 *     r2.createBucket("media");
 *     r2.put("media", "in.mp4", file, "video/mp4");
 *     ... a client with r2.endpoint() and the key ...
 *     r2.object("media", "out.mp4");
 * }
 * }</pre>
 */
public final class R2Double implements AutoCloseable {

    /** A key of 1024 bytes, each percent-coded, in a presigned URL; and 8 KiB of metadata beside the usual headers. */
    private static final int MAX_LINE = 16 * 1024;
    private static final int MAX_HEADERS = 64 * 1024;

    private final Map<String, ApiKey> keys = new ConcurrentHashMap<>();
    private final Faults faults = new Faults();
    private final Counters counters = new Counters();
    private final WriteRate writeRate = new WriteRate();
    private final SecureRandom random = new SecureRandom();
    private final ObjectFolder folder;
    private final Multipart uploads;
    private final ObjectAnswers objects;
    private final Vertx vertx;
    private final HttpServer server;
    private final ExecutorService threads;
    private volatile Clock clock = Clock.systemUTC();

    private R2Double(Path root, int port) throws IOException {
        JsonFiles json = new JsonFiles();
        folder = new ObjectFolder(root, json);
        uploads = new Multipart(root, json);
        objects = new ObjectAnswers(folder, writeRate, () -> clock);
        Dispatcher dispatcher = new Dispatcher(id -> Optional.ofNullable(keys.get(id)), faults, counters, () -> clock,
                new BucketAnswers(folder), objects, new UploadAnswers(folder, uploads, writeRate, () -> clock));
        threads = Executors.newCachedThreadPool(work -> {
            Thread thread = new Thread(work, "r2-double");
            thread.setDaemon(true);
            return thread;
        });
        vertx = Vertx.vertx(new VertxOptions()
                .setEventLoopPoolSize(2)
                .setFileSystemOptions(new FileSystemOptions()
                        .setFileCachingEnabled(false)
                        .setClassPathResolvingEnabled(false)));
        server = vertx.createHttpServer(new HttpServerOptions()
                        .setHost("127.0.0.1")
                        .setPort(port)
                        .setHandle100ContinueAutomatically(false)
                        .setHttp2ClearTextEnabled(false)
                        .setMaxInitialLineLength(MAX_LINE)
                        .setMaxHeaderSize(MAX_HEADERS))
                .connectionHandler(Connections::prepare)
                .requestHandler(request -> {
                    Exchange exchange = new Exchange(request, vertx.getOrCreateContext());
                    threads.execute(() -> dispatcher.run(exchange));
                });
        await(server.listen().toCompletionStage().toCompletableFuture());
    }

    /**
     * Starts a double on a free port of 127.0.0.1.
     *
     * @param folder where objects and uploads are kept; made when absent
     */
    public static R2Double start(Path folder) {
        return start(folder, 0);
    }

    /** Starts a double on a port; 0 takes a free one. */
    public static R2Double start(Path folder, int port) {
        try {
            return new R2Double(folder, port);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The address for clients, for example {@code http://127.0.0.1:40123}. */
    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.actualPort());
    }

    /** Adds a key pair; with buckets named, it reaches these only. */
    public Credentials key(String accessKeyId, String secretAccessKey, Tier tier, String... buckets) {
        Credentials credentials = new Credentials(accessKeyId, secretAccessKey);
        keys.put(accessKeyId, new ApiKey(credentials, tier, Set.of(buckets)));
        return credentials;
    }

    /** Makes a key pair of the lengths R2 uses, and adds it. */
    public Credentials newKey(Tier tier, String... buckets) {
        return key(randomHex(16), randomHex(32), tier, buckets);
    }

    /** Makes a bucket; one that is there stays as it is. */
    public void createBucket(String name) {
        io(() -> folder.create(name));
    }

    /** Puts an object past all rules. */
    public StoredObject put(String bucket, String key, Path file, String contentType) {
        return io(() -> {
            try (InputStream in = Files.newInputStream(file)) {
                return store(bucket, key, in, contentType);
            }
        });
    }

    /** Puts an object past all rules. */
    public StoredObject put(String bucket, String key, byte[] content, String contentType) {
        return io(() -> store(bucket, key, new ByteArrayInputStream(content), contentType));
    }

    /** Deletes an object past all rules; none is fine too. */
    public void delete(String bucket, String key) {
        io(() -> {
            folder.get(bucket).delete(key);
            return key;
        });
    }

    /** An object, as it is now. */
    public Optional<StoredObject> object(String bucket, String key) {
        Bucket found = folder.get(bucket);
        return found.find(key).map(record -> publicView(found, record));
    }

    /** The keys of a bucket, in S3's order. */
    public List<String> keys(String bucket) {
        return List.copyOf(folder.get(bucket).objects().keySet());
    }

    /** Multipart uploads that nobody has completed or aborted. */
    public List<OpenUpload> openUploads() {
        return uploads.all().stream()
                .map(upload -> new OpenUpload(upload.start().bucket(), upload.start().key(),
                        upload.start().uploadId(), upload.parts().size()))
                .toList();
    }

    /** Switches for what goes wrong. */
    public Faults faults() {
        return faults;
    }

    /** What has been asked so far. */
    public Counters counters() {
        return counters;
    }

    /** Sets the clock that signatures' ages and objects' dates are measured by. */
    public void clock(Clock newClock) {
        clock = newClock;
    }

    /** Switches rule 23, one write per second and key, on or off. Off at the start, for tests that write in haste. */
    public void limitWritesPerKey(boolean on) {
        writeRate.limit(on);
    }

    /** Stops serving; what is in work ends without an answer. Objects and uploads stay in the folder. */
    @Override
    public void close() {
        faults.clear();
        await(server.close().toCompletionStage().toCompletableFuture());
        threads.shutdownNow();
        awaitEnd(threads);
        await(vertx.close().toCompletionStage().toCompletableFuture());
    }

    /** Whoever ends a connection that was broken off needs what is closed next. */
    private static void awaitEnd(ExecutorService threads) {
        try {
            threads.awaitTermination(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private StoredObject store(String bucket, String key, InputStream in, String contentType) throws IOException {
        Bucket target = folder.get(bucket);
        Preconditions none = new Preconditions(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
        return publicView(target, objects.store(target, key, in, ObjectAttributes.ofType(contentType), none));
    }

    private static StoredObject publicView(Bucket bucket, ObjectRecord record) {
        return new StoredObject(bucket.pathOf(record), record.size(), record.etag(), record.contentType(),
                record.metadata(), record.lastModified());
    }

    private String randomHex(int bytes) {
        byte[] value = new byte[bytes];
        random.nextBytes(value);
        return HexFormat.of().formatHex(value);
    }

    private interface FileWork<T> {
        T run() throws IOException;
    }

    private static <T> T io(FileWork<T> work) {
        try {
            return work.run();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void await(Future<?> future) {
        try {
            future.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("R2 double: " + e.getCause().getMessage(), e.getCause());
        }
    }
}
