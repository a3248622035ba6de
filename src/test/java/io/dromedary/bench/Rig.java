package io.dromedary.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dromedary.r2.Credentials;
import io.dromedary.r2.Fault;
import io.dromedary.r2.Line;
import io.dromedary.r2.R2Double;
import io.dromedary.r2.Tier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What jobs need: a store, a server beside it, inputs, and a folder for what is made by hand. */
final class Rig implements AutoCloseable {

    /** The name of the connection to the store. */
    static final String CONNECTION = "store";
    /** The bandwidth of the far store, in each direction: 100 Mbit/s. */
    static final long FAR_BYTES_A_SECOND = 100_000_000 / 8;
    /** What each request to it takes before its bytes come. */
    static final Duration FAR_DELAY = Duration.ofMillis(30);
    private static final String BUCKET = "media";

    private final boolean quick;
    private final Path scratch;
    private final Inputs inputs;
    private final R2Double store;
    private final Credentials key;
    private Optional<ServerProcess> server = Optional.empty();
    private int started;
    private boolean warm;

    /**
     * Starts the store; the server follows when it is used.
     *
     * @param folder where inputs are kept
     * @param scratch an empty folder, of which this makes use until it is closed
     */
    Rig(Path folder, Path scratch, boolean quick) {
        this.quick = quick;
        this.scratch = scratch;
        this.inputs = new Inputs(folder.resolve("inputs"), quick);
        store = R2Double.start(scratch.resolve("store"));
        store.createBucket(BUCKET);
        key = store.newKey(Tier.OBJECT_READ_WRITE, BUCKET);
    }

    /** A server of its own, on the same store; whoever asks closes it. */
    ServerProcess anotherServer(String name) throws IOException, InterruptedException {
        var started = new ServerProcess(scratch.resolve(name), store.endpoint().getAuthority());
        started.client().post("/connections", new ObjectMapper().createObjectNode().put("kind", "s3").put("name", CONNECTION)
                .put("endpoint", store.endpoint().toString()).put("region", "auto").put("access_key_id", key.accessKeyId())
                .put("secret_access_key", key.secretAccessKey()));
        return started;
    }

    Inputs inputs() {
        return inputs;
    }

    /** The server that rows share, which has no other job at the time. */
    ServerProcess server() throws IOException, InterruptedException {
        if (server.isEmpty()) {
            server = Optional.of(anotherServer("server-" + started++));
        }
        return server.get();
    }

    Client client() throws IOException, InterruptedException {
        return server().client();
    }

    /** Ends the server, before what is measured beside none. */
    void endServer() {
        server.ifPresent(ServerProcess::close);
        server = Optional.empty();
        warm = false;
    }

    boolean isQuick() {
        return quick;
    }

    /** One of two numbers. */
    int choose(int whenQuick, int otherwise) {
        return quick ? whenQuick : otherwise;
    }

    /** Puts a file into the store, if it is not there; gives its URL. */
    String stored(Path file) {
        String name = file.getFileName().toString();
        if (store.object(BUCKET, name).isEmpty()) {
            store.put(BUCKET, name, file, "application/octet-stream");
        }
        return url(name);
    }

    static String url(String name) {
        return "s3://" + BUCKET + "/" + name;
    }

    /** Bytes that the store has sent of an object so far. */
    long sent(Path file) {
        return store.counters().bytesSent(BUCKET, file.getFileName().toString());
    }

    /** The size of an object in bytes. */
    long size(String name) {
        return store.object(BUCKET, name).orElseThrow().size();
    }

    /** Something to do while the store is far away. */
    interface Work {
        JsonNode run() throws IOException, InterruptedException;
    }

    /** Does it with a store behind a line of {@link #FAR_BYTES_A_SECOND} in each direction. */
    JsonNode farAway(Work work) throws IOException, InterruptedException {
        var down = new Line(FAR_BYTES_A_SECOND);
        var up = new Line(FAR_BYTES_A_SECOND);
        List<Fault> distance = List.of(store.faults().on(head -> true).stall(FAR_DELAY),
                store.faults().on(head -> head.method().equals("GET")).over(down),
                store.faults().on(head -> !head.method().equals("GET")).over(up));
        try {
            return work.run();
        } finally {
            distance.forEach(Fault::close);
        }
    }

    /** Lets the server do tiny jobs, once, until it has compiled what they use. */
    void warmUp(JsonNode job) throws IOException, InterruptedException {
        if (!warm) {
            client().runAtOnce(job, choose(4, 100));
            warm = true;
        }
    }

    /** A folder to run commands in by hand. */
    Path folder(Path input) throws IOException {
        return Shell.folder(Files.createDirectories(scratch.resolve("by-hand")), input);
    }

    /** Many of them. */
    List<Path> folders(Path input, int number) throws IOException {
        var folders = new ArrayList<Path>();
        for (int i = 0; i < number; i++) {
            folders.add(folder(input));
        }
        return folders;
    }

    Path scratch() {
        return scratch;
    }

    @Override
    public void close() {
        endServer();
        store.close();
    }
}
