package io.dromedary.storage;

import io.dromedary.problem.Problem;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/** A part of a {@link Download}. After an interrupted read, the next request asks only for the missing bytes. */
public final class Part {

    private static final Pattern CONTENT_RANGE = Pattern.compile("bytes (\\d{1,18})-(\\d{1,18})/(\\d{1,18})");
    /** A number of bytes; 18 digits fit into a long. */
    private static final Pattern LENGTH = Pattern.compile("\\d{1,18}");
    /** Larger than any file, and small enough to add to without overflow. */
    private static final long UNKNOWN_END = Long.MAX_VALUE / 2;
    private static final int BUFFER_BYTES = 128 << 10;

    private final Download download;
    private final long start;
    private long end;
    private volatile long position;

    Part(Download download, long start, long end) {
        this.download = download;
        this.start = start;
        this.end = end;
        this.position = start;
    }

    /** Up to where its bytes have arrived. */
    long position() {
        return position;
    }

    /** Completes when the download is stopped. */
    CompletableFuture<?> stop() {
        return download.stop();
    }

    /** Is the source an object of a store? */
    public boolean isObject() {
        return download.source() instanceof Source.Object;
    }

    /** The name of the S3 client that may read the object. */
    public String client() {
        return ((Source.Object) download.source()).client();
    }

    /** Is the source a file of this machine? */
    public boolean isFile() {
        return download.source() instanceof Source.File;
    }

    /** How many bytes are missing of it. */
    public long missing() {
        return end + 1 - position;
    }

    /** The URL of the file on the web. */
    public String url() {
        return ((Source.Web) download.source()).url();
    }

    /** The request for the missing bytes of an object. */
    public GetObjectRequest objectRequest() {
        ObjectUrl object = ((Source.Object) download.source()).url();
        var request = GetObjectRequest.builder().bucket(object.bucket()).key(object.key()).range(range());
        download.etag().ifPresent(request::ifMatch);
        return request.build();
    }

    /**
     * The {@code Range} header for the missing bytes.
     *
     * @throws CancellationException if the download was stopped
     */
    public String range() {
        checkStopped();
        return "bytes=" + position + "-" + end;
    }

    /**
     * Reads the answer to {@link #objectRequest}.
     *
     * @throws IOException if it broke off: the request can be repeated
     * @throws Problem     if repeating the request cannot help
     */
    public void receiveObject(ResponseInputStream<GetObjectResponse> body) throws IOException {
        GetObjectResponse head = body.response();
        // A cancelled job must not wait for the next byte of a stalled store.
        var stopping = download.stop().whenComplete((reason, failure) -> body.abort());
        try {
            receive(head.contentRange() == null ? 200 : 206, Optional.ofNullable(head.contentRange()),
                    Optional.ofNullable(head.contentLength()), Optional.ofNullable(head.eTag()), body);
        } catch (IOException | RuntimeException e) {
            // Closing would first read the rest, to reuse the connection.
            body.abort();
            checkStopped();
            throw e;
        } finally {
            stopping.cancel(false);
        }
        body.close();
    }

    /**
     * Reads the answer to a GET with {@link #range}.
     *
     * @throws IOException if it broke off or the server is in trouble: the request can be repeated
     * @throws Problem     if repeating the request cannot help
     */
    public void receiveUrl(int status, Map<String, Object> headers, InputStream body) throws IOException {
        try (body) {
            refuse(status, header(headers, "Retry-After"));
            receive(status, header(headers, "Content-Range"),
                    header(headers, "Content-Length").filter(LENGTH.asMatchPredicate()).map(Long::valueOf),
                    header(headers, "ETag").or(() -> header(headers, "Last-Modified")), body);
        }
    }

    /**
     * Uses a file of this machine in place of the download, without a copy or a link.
     *
     * @throws Problem when there is no such file
     */
    public void receiveFile() throws IOException {
        checkStopped();
        Path path = ((Source.File) download.source()).path();
        if (!Files.isRegularFile(path)) {
            throw download.wanted().missing();
        }
        long size = Files.size(path);
        if (size == 0) {
            throw download.wanted().empty();
        }
        download.opens(OptionalLong.of(size), Optional.empty(), true);
        download.becomes(path);
        end = size - 1;
        position = size;
        download.receives(size);
    }

    private static Optional<String> header(Map<String, Object> headers, String name) {
        return Optional.ofNullable(headers.get(name)).map(Object::toString);
    }

    private void refuse(int status, Optional<String> wait) throws IOException {
        switch (status) {
            case 200, 206 -> { }
            case 412 -> throw download.wanted().changed();
            case 416 -> throw position == 0 ? download.wanted().empty() : download.wanted().changed();
            case 408, 425, 429, 500, 502, 503, 504 -> throw new RetryAfter.Later(status, wait);
            default -> throw download.wanted().refused(status);
        }
    }

    private void receive(int status, Optional<String> contentRange, Optional<Long> length, Optional<String> version,
            InputStream body) throws IOException {
        boolean openEnded = false;
        if (status == 206) {
            Matcher range = CONTENT_RANGE.matcher(contentRange.orElse(""));
            if (!range.matches() || Long.parseLong(range.group(1)) != position) {
                throw new IOException("Asked for " + range() + ", got " + contentRange.orElse("no Content-Range"));
            }
            download.opens(OptionalLong.of(Long.parseLong(range.group(3))), version, true);
            end = Math.min(end, Long.parseLong(range.group(3)) - 1);
        } else {
            if (start != 0) {
                throw download.wanted().halfRanges();
            }
            download.forgets(position);
            position = 0;
            download.opens(length.map(OptionalLong::of).orElse(OptionalLong.empty()), version, false);
            openEnded = length.isEmpty();
            end = openEnded ? UNKNOWN_END : length.get() - 1;
        }
        copy(body);
        if (openEnded) {
            end = position - 1;
            download.ended(position);
        }
        if (position == 0) {
            throw download.wanted().empty();
        }
        if (position <= end) {
            throw new EOFException("The answer broke off " + (end + 1 - position) + " bytes early");
        }
    }

    private void copy(InputStream body) throws IOException {
        var buffer = new byte[BUFFER_BYTES];
        while (position <= end) {
            checkStopped();
            int count = 0;
            download.meter().waits();
            try {
                count = body.read(buffer, 0, (int) Math.min(buffer.length, end - position + 1));
            } finally {
                download.meter().got(Math.max(0, count));
                checkStopped();
                // Also for a stalled server, which is not asked again for this.
                download.meter().check(download.wanted());
            }
            if (count < 0) {
                return;
            }
            write(ByteBuffer.wrap(buffer, 0, count));
        }
    }

    /**
     * Reports a full disk as such, and not as a fault of the store. The disk may accept a part of the bytes before it
     * refuses the rest: that part counts.
     */
    private void write(ByteBuffer bytes) {
        try {
            while (bytes.hasRemaining()) {
                int written = download.channel().write(bytes, position);
                position += written;
                download.receives(written);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("A file cannot be written to the job's folder", e);
        }
    }

    private void checkStopped() {
        if (download.stop().isDone()) {
            throw new CancellationException("The import was stopped");
        }
    }
}
