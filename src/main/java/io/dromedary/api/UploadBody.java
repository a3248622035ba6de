package io.dromedary.api;

import io.dromedary.upload.UploadWriter;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;

/**
 * Writes the body of a request to an upload: in its order, one block at a time, while the client waits. Its methods are
 * called in the connection's own thread.
 */
final class UploadBody {

    private static final int BLOCK_BYTES = 256 << 10;

    /** How a body ends. */
    enum End {
        /** All of it is written. */
        WHOLE,
        /** The connection broke; what came before is written. */
        BROKEN,
        /** Another request goes on with the upload; what came before is written. */
        INTERRUPTED,
        /** It has more bytes than the upload may have; nothing of it stays. */
        TOO_LONG
    }

    /**
     * What came of a body.
     *
     * @param offset how many bytes of the upload are durable
     */
    record Received(End end, long offset) {
    }

    private final HttpServerRequest request;
    private final Context connection;
    private final WorkerExecutor disk;
    private final UploadWriter file;
    private final Runnable goesOn;
    private final Promise<Received> result = Promise.promise();
    private Buffer block = Buffer.buffer();
    private long room;
    private boolean writing;
    private End end;

    /**
     * @param room   bytes that the upload still takes
     * @param goesOn is told of every block
     */
    UploadBody(HttpServerRequest request, Context connection, WorkerExecutor disk, UploadWriter file, long room, Runnable goesOn) {
        this.request = request;
        this.connection = connection;
        this.disk = disk;
        this.file = file;
        this.room = room;
        this.goesOn = goesOn;
    }

    /**
     * Receives the body of a paused request.
     *
     * @return completes when the file is closed, and what was written is durable; fails if it cannot be written
     */
    Future<Received> receive(UploadTurns.Turn turn) {
        request.exceptionHandler(broken -> ends(End.BROKEN));
        request.handler(this::got);
        request.endHandler(over -> ends(End.WHOLE));
        turn.interrupted().thenRun(() -> connection.runOnContext(now -> ends(End.INTERRUPTED)));
        request.resume();
        return result.future();
    }

    private void got(Buffer bytes) {
        if (end != null) {
            return;
        }
        room -= bytes.length();
        if (room < 0) {
            ends(End.TOO_LONG);
            return;
        }
        block.appendBuffer(bytes);
        // The last block waits for the end of the body: what is too long must never look complete.
        if (block.length() >= BLOCK_BYTES && room > 0 && !writing) {
            request.pause();
            write(() -> {
                if (end == null) {
                    goesOn.run();
                    request.resume();
                }
            });
        }
    }

    private void ends(End how) {
        if (end == null) {
            end = how;
            if (!writing) {
                finish();
            }
        }
    }

    private void finish() {
        if (block.length() > 0 && end != End.TOO_LONG) {
            write(() -> { });
            return;
        }
        disk.executeBlocking(() -> {
            try (file) {
                if (end == End.TOO_LONG) {
                    file.undo();
                }
                return new Received(end, file.offset());
            }
        }, false).onComplete(result);
    }

    private void write(Runnable then) {
        byte[] full = block.getBytes();
        block = Buffer.buffer();
        writing = true;
        disk.executeBlocking(() -> {
            file.write(full);
            return full.length;
        }, false).onComplete(written -> {
            writing = false;
            if (written.failed()) {
                fail(written.cause());
            } else if (end != null) {
                finish();
            } else {
                then.run();
            }
        });
    }

    /** What is on the disk stays: the client can go on from there. */
    private void fail(Throwable why) {
        end = End.BROKEN;
        disk.executeBlocking(() -> {
            try (file) {
                throw why instanceof IOException failure ? failure : new IOException(why);
            }
        }, false).onComplete(closed -> result.fail(why));
    }
}
