package io.dromedary.r2;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/** One request and its answer, for a thread that may block. */
final class Exchange {

    /** RFC 9110, 5.6.7. By it clients find out that their clock is wrong. */
    private static final DateTimeFormatter HTTP_DATE =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH);
    private static final int CHUNK = 64 * 1024;
    /** Chunks handed to the network and not yet written: what an answer may hold in memory. */
    private static final int CHUNKS_IN_FLIGHT = 4;

    private final HttpServerRequest request;
    private final HttpServerResponse response;
    private final Flow flow = new Flow();
    private final RequestBody body;
    private final Semaphore chunks = new Semaphore(CHUNKS_IN_FLIGHT);
    private volatile Throwable writeFailure;
    private volatile boolean lastOfConnection;
    private boolean answerIsDropped;
    private RequestHead head;
    private Counters.Tally tally = new Counters.Tally();

    /** To be made on the event loop, when the request's head has arrived. */
    Exchange(HttpServerRequest request, Context context) {
        this.request = request;
        this.response = request.response();
        this.body = new RequestBody(request, context, flow, bytes -> tally.received(bytes));
        Connections.begin(request.connection(), this);
    }

    /** Takes the head apart; throws {@link R2Error} for a broken target. */
    RequestHead parse() {
        Map<String, List<String>> headers = new LinkedHashMap<>();
        request.headers().forEach((name, value) -> {
            String lower = name.toLowerCase(Locale.ROOT);
            if (!lower.equals("authorization")) {
                headers.computeIfAbsent(lower, none -> new ArrayList<>()).add(value);
            }
        });
        head = RequestHead.parse(request.method().name(), request.uri(), headers);
        return head;
    }

    void countInto(Counters.Tally tally) {
        this.tally = tally;
    }

    RequestHead head() {
        return head;
    }

    Optional<String> authorization() {
        return Optional.ofNullable(request.getHeader("Authorization"));
    }

    Flow flow() {
        return flow;
    }

    RequestBody body() {
        return body;
    }

    /** Called by the connection: the other side has closed its half. */
    void clientSendsNoMore() {
        lastOfConnection = true;
        body.cut();
    }

    /** Answers with a small body; none goes out on HEAD. */
    void answer(int status, Map<String, String> headers, byte[] content) throws IOException {
        begin(status, headers, content.length);
        if (sendsBody(status)) {
            for (int sent = 0; sent < content.length; ) {
                int n = flow.admit(Math.min(CHUNK, content.length - sent));
                write(Buffer.buffer().appendBytes(content, sent, n), n);
                sent += n;
            }
        }
        end();
    }

    /** Answers with part of a file; closes nothing. */
    void answer(int status, Map<String, String> headers, FileChannel file, long first, long length)
            throws IOException {
        begin(status, headers, length);
        if (sendsBody(status)) {
            for (long sent = 0; sent < length; ) {
                int n = flow.admit((int) Math.min(CHUNK, length - sent));
                ByteBuffer chunk = ByteBuffer.allocate(n);
                while (chunk.hasRemaining()) {
                    if (file.read(chunk, first + sent + chunk.position()) < 0) {
                        throw new IOException("object file is shorter than its record says");
                    }
                }
                write(Buffer.buffer(chunk.array()), n);
                sent += n;
            }
        }
        end();
    }

    /**
     * Reads what the client still sends, so that it gets to read the answer. A client that waits for 100 Continue has
     * sent nothing yet: it is answered at once and the connection ends.
     */
    void finishBody() {
        if (body.isComplete()) {
            return;
        }
        if (head == null || head.header("expect").isPresent()) {
            lastOfConnection = true;
            return;
        }
        try {
            body.drain();
        } catch (IOException | R2Error e) {
            lastOfConnection = true;
        }
    }

    boolean hasBegunAnswer() {
        return response.headWritten();
    }

    /** Ends the connection without (the rest of) an answer. */
    void abandon(ConnectionBroken.Kind kind) {
        if (kind == ConnectionBroken.Kind.RESET) {
            Connections.reset(request.connection());
        } else {
            // What was written shall arrive before the end does.
            chunks.acquireUninterruptibly(CHUNKS_IN_FLIGHT);
            request.connection().close();
        }
    }

    /** Nobody hears what comes of this request. */
    void dropAnswer() {
        answerIsDropped = true;
    }

    private void begin(int status, Map<String, String> headers, long length) throws IOException {
        if (answerIsDropped) {
            throw new ConnectionBroken(ConnectionBroken.Kind.RESET);
        }
        response.setStatusCode(status);
        response.putHeader("Date", HTTP_DATE.format(ZonedDateTime.now(ZoneOffset.UTC)));
        headers.forEach(response::putHeader);
        if (status != 204 && status != 304) {
            response.putHeader("Content-Length", Long.toString(length));
        }
        if (lastOfConnection) {
            response.putHeader("Connection", "close");
        }
        if (sendsBody(status) && length > 0) {
            // The head goes out first, so that a body cut at its first byte still has one.
            write(Buffer.buffer(), 0);
        }
    }

    private boolean sendsBody(int status) {
        return request.method() != HttpMethod.HEAD && status != 204 && status != 304;
    }

    private void write(Buffer chunk, int counted) throws IOException {
        try {
            chunks.acquire();
        } catch (InterruptedException e) {
            throw new ConnectionBroken(ConnectionBroken.Kind.CLOSE);
        }
        // Before they go out: whoever has got them finds them counted.
        tally.sent(counted);
        sent(() -> response.write(chunk)).onComplete(done -> {
            if (done.failed()) {
                writeFailure = done.cause();
            }
            chunks.release();
        });
        if (writeFailure != null) {
            throw new ConnectionBroken(ConnectionBroken.Kind.GONE);
        }
    }

    private void end() {
        Connections.end(request.connection(), this);
        Future<Void> ended = sent(response::end);
        if (lastOfConnection) {
            ended.onComplete(done -> request.connection().close());
        }
    }

    /** Vert.x throws where the connection has gone already; here that is a failed write like any other. */
    private static Future<Void> sent(Supplier<Future<Void>> write) {
        try {
            return write.get();
        } catch (IllegalStateException e) {
            return Future.failedFuture(e);
        }
    }
}
