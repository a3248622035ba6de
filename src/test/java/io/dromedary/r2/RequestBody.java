package io.dromedary.r2;

import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.LongConsumer;

/** A request's body for a blocking reader, with at most about a mebibyte of it in memory. */
final class RequestBody extends InputStream {

    private static final int HIGH = 1 << 20;
    private static final int LOW = HIGH / 2;
    /** A body that stays silent for this long counts as short (rule 19). */
    private static final long SILENCE_MILLIS = 60_000;

    private final HttpServerRequest request;
    private final Context context;
    private final Flow flow;
    private final LongConsumer count;
    private final Deque<Buffer> buffers = new ArrayDeque<>();
    private int headOffset;
    private int queued;
    private boolean paused;
    private boolean ended;
    private boolean cut;
    private boolean gone;

    /** To be made on the event loop, before the request's first body byte. */
    RequestBody(HttpServerRequest request, Context context, Flow flow, LongConsumer count) {
        this.request = request;
        this.context = context;
        this.flow = flow;
        this.count = count;
        request.handler(this::offer);
        request.endHandler(end -> set(() -> ended = true));
        request.exceptionHandler(failure -> set(() -> gone = true));
    }

    /** The client sends no more, although it had announced more. */
    void cut() {
        set(() -> cut = true);
    }

    /** True when every byte has arrived. */
    synchronized boolean isComplete() {
        return ended;
    }

    private synchronized void set(Runnable change) {
        change.run();
        notifyAll();
    }

    private synchronized void offer(Buffer buffer) {
        buffers.add(buffer);
        queued += buffer.length();
        if (queued > HIGH && !paused) {
            paused = true;
            request.pause();
        }
        notifyAll();
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        int available = awaitBytes();
        if (available == 0) {
            return -1;
        }
        int n = flow.admit(Math.min(available, length));
        take(target, offset, n);
        count.accept(n);
        return n;
    }

    /** Reads what is left and forgets it. */
    void drain() throws IOException {
        byte[] waste = new byte[64 * 1024];
        while (read(waste, 0, waste.length) >= 0) {
            // Nothing to keep.
        }
    }

    private synchronized int awaitBytes() throws IOException {
        long deadline = System.nanoTime() + SILENCE_MILLIS * 1_000_000L;
        while (buffers.isEmpty() && !ended) {
            long left = (deadline - System.nanoTime()) / 1_000_000L;
            if (cut || left <= 0) {
                throw new R2Error(400, "IncompleteBody",
                        "You did not provide the number of bytes specified by the Content-Length HTTP header.");
            }
            if (gone) {
                throw new ConnectionBroken(ConnectionBroken.Kind.GONE);
            }
            try {
                wait(left);
            } catch (InterruptedException e) {
                throw new ConnectionBroken(ConnectionBroken.Kind.CLOSE);
            }
        }
        return buffers.isEmpty() ? 0 : buffers.peek().length() - headOffset;
    }

    private synchronized void take(byte[] target, int offset, int n) {
        Buffer head = buffers.peek();
        head.getBytes(headOffset, headOffset + n, target, offset);
        headOffset += n;
        queued -= n;
        if (headOffset == head.length()) {
            buffers.poll();
            headOffset = 0;
        }
        if (paused && queued < LOW) {
            paused = false;
            context.runOnContext(now -> request.resume());
        }
    }
}
