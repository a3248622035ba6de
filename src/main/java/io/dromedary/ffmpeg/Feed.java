package io.dromedary.ffmpeg;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes the standard input of a program, in a thread of its own. */
final class Feed implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Feed.class);
    private static final int BUFFER_BYTES = 64 << 10;

    private final String program;
    private final InputStream input;
    private final StallTimer watch;
    private volatile Optional<Exception> lack = Optional.empty();

    /**
     * @param program for messages
     * @param input   what is written; closed at the end of the run
     * @param watch   is told of what was read
     */
    Feed(String program, InputStream input, StallTimer watch) {
        this.program = program;
        this.input = input;
        this.watch = watch;
    }

    /**
     * Begins to write.
     *
     * @param target  the program's standard input
     * @param lacking called if the input ends before its end; the program is not told so, as it would take that for the end
     */
    void into(OutputStream target, Runnable lacking) {
        var thread = new Thread(() -> write(target, lacking), program + "-input");
        thread.setDaemon(true);
        thread.start();
    }

    private void write(OutputStream target, Runnable lacking) {
        var buffer = new byte[BUFFER_BYTES];
        try {
            for (int count = read(buffer); count >= 0; count = read(buffer)) {
                if (!give(target, buffer, count)) {
                    return;
                }
            }
            watch.hasRead();
            close(target);
        } catch (IOException | RuntimeException e) {
            lack = Optional.of(e);
            lacking.run();
        }
    }

    private int read(byte[] buffer) throws IOException {
        watch.awaitsInput();
        try {
            return input.read(buffer);
        } finally {
            watch.reads();
        }
    }

    /** A program may end before it has read everything. */
    private boolean give(OutputStream target, byte[] bytes, int count) {
        try {
            target.write(bytes, 0, count);
            target.flush();
            return true;
        } catch (IOException e) {
            LOG.debug("{} reads no more", program, e);
            return false;
        }
    }

    private void close(OutputStream target) {
        try {
            target.close();
        } catch (IOException e) {
            LOG.debug("{} has ended before its input", program, e);
        }
    }

    /** Why the program did not get all of its input, if it did not. */
    Optional<Exception> lack() {
        return lack;
    }

    /** Ends the thread, also where it waits for input. */
    @Override
    public void close() {
        try {
            input.close();
        } catch (IOException e) {
            LOG.debug("The input of {} cannot be closed", program, e);
        }
    }
}
