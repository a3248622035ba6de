package io.dromedary.r2;

import java.io.IOException;
import java.nio.channels.FileChannel;

/** The object that a copy reads, named by {@code x-amz-copy-source} and held against the conditions beside it. */
record CopySource(ObjectRecord record, FileChannel channel) implements AutoCloseable {

    /** R2 copies no more than this in one request: 5 GiB. */
    static final long MAX_BYTES = 5L << 30;

    /**
     * Opens the source.
     *
     * @throws R2Error 400 when it names none, 403 when the key does not reach its bucket, 404 when it is not there, 412
     *                 when a condition fails
     */
    static CopySource open(RequestHead head, ApiKey key, ObjectFolder folder) throws IOException {
        String source = PercentCoding.decode(head.header("x-amz-copy-source").orElseThrow(), false)
                .replaceFirst("^/", "");
        int slash = source.indexOf('/');
        if (slash < 1) {
            throw R2Error.invalidArgument("x-amz-copy-source");
        }
        if (!key.reaches(source.substring(0, slash))) {
            throw R2Error.accessDenied();
        }
        Bucket.Opened opened = folder.get(source.substring(0, slash)).open(source.substring(slash + 1))
                .orElseThrow(R2Error::noSuchKey);
        if (Preconditions.of(head, "x-amz-copy-source-").notModified(opened.record())) {
            opened.channel().close();
            throw R2Error.preconditionFailed();
        }
        return new CopySource(opened.record(), opened.channel());
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
