package io.dromedary.connection;

import java.util.Optional;
import software.amazon.awssdk.services.s3.S3Client;

/** A check of what a connection may do in a bucket, with its results so far. */
public final class ConnectionCheck {

    private final Connection connection;
    private final S3Client client;
    private final String bucket;
    private final String prefix;
    private final boolean writeAsked;
    private long begunNanos;
    private Result list;
    private Result read;
    private Result write;
    private String sample;
    private String written;

    /**
     * @param prefix     prefix of the keys that are listed, read and written
     * @param writeAsked whether to write an object, and delete it again
     */
    public ConnectionCheck(Connection connection, S3Client client, String bucket, String prefix, boolean writeAsked) {
        this.connection = connection;
        this.client = client;
        this.bucket = bucket;
        this.prefix = prefix;
        this.writeAsked = writeAsked;
    }

    /**
     * The result for one permission.
     *
     * @param message {@code ok}, or what is wrong and what to do
     */
    public record Result(boolean ok, String message) {

        static Result fine() {
            return new Result(true, "ok");
        }

        static Result failed(String reason) {
            return new Result(false, reason);
        }
    }

    public Connection connection() {
        return connection;
    }

    S3Client client() {
        return client;
    }

    void begun(long nanos) {
        begunNanos = nanos;
    }

    /** The time of its start, by the clock of its steps. */
    long begunNanos() {
        return begunNanos;
    }

    public String bucket() {
        return bucket;
    }

    public String prefix() {
        return prefix;
    }

    public boolean isWriteAsked() {
        return writeAsked;
    }

    public Result list() {
        return list;
    }

    public Result read() {
        return read;
    }

    /** None if it was not requested. */
    public Optional<Result> write() {
        return Optional.ofNullable(write);
    }

    /** The key of a listed object. */
    Optional<String> sample() {
        return Optional.ofNullable(sample);
    }

    /** The key of the written object. */
    Optional<String> written() {
        return Optional.ofNullable(written);
    }

    void written(String key) {
        written = key;
    }

    void listed(Result result, Optional<String> key) {
        list = result;
        sample = key.orElse(null);
    }

    void readTried(Result result) {
        read = result;
    }

    void writeTried(Result result) {
        write = result;
    }

    /** Did all requested operations succeed? */
    public boolean isOk() {
        return list.ok() && read.ok() && write().map(Result::ok).orElse(true);
    }
}
