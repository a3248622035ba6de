package io.dromedary.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** How much of a file is sent, shown as the progress of a job is. */
final class UploadProgress {
    /** More often than a bar is drawn, nobody sees it. */
    private static final Duration SHOWN_EVERY = Duration.ofMillis(200);

    private final String id;
    private final long size;
    private final ProgressView view;
    private final MonotonicClock time;
    private final Duration begun;
    private Duration shown = Duration.ZERO;
    private long sent;
    private long resent;

    UploadProgress(String id, long size, ProgressView view, MonotonicClock time) {
        this.id = id;
        this.size = size;
        this.view = view;
        this.time = time;
        this.begun = time.passed();
        show();
    }

    long size() {
        return size;
    }

    /** A part of the file, as the body of a request; what is read of it counts as sent. */
    BodyPublisher part(Path file, long offset, long bytes) {
        return BodyPublishers.fromPublisher(BodyPublishers.ofInputStream(() -> new Counted(open(file, offset), bytes)), bytes);
    }

    private static InputStream open(Path file, long offset) {
        try {
            var channel = Files.newByteChannel(file);
            channel.position(offset);
            return Channels.newInputStream(channel);
        } catch (IOException e) {
            throw new UncheckedIOException("The file " + file + " cannot be read", e);
        }
    }

    /** Counts from here, whatever was sent. */
    synchronized void at(long offset) {
        resent += Math.max(0, sent - offset);
        sent = offset;
        show();
    }

    void trouble(String message) {
        view.trouble(message);
    }

    private synchronized void add(long bytes) {
        sent += bytes;
        Duration now = time.passed();
        if (sent == size || now.minus(shown).compareTo(SHOWN_EVERY) >= 0) {
            shown = now;
            show();
        }
    }

    private void show() {
        double seconds = time.passed().minus(begun).toNanos() / 1e9;
        ObjectNode job = JsonNodeFactory.instance.objectNode().put("id", id).put("status", "uploading")
                .put("progress", (int) (100 * sent / size));
        ObjectNode task = job.putArray("tasks").addObject().put("kind", "upload").put("status", "processing");
        if (seconds > 0) {
            task.put("speed", (sent + resent) / seconds);
        }
        view.show(job);
    }

    /** A part of a file that reports what is read of it. */
    private final class Counted extends FilterInputStream {
        private long left;

        Counted(InputStream file, long bytes) {
            super(file);
            this.left = bytes;
        }

        @Override
        public int read() throws IOException {
            var one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            if (left == 0) {
                return -1;
            }
            int count = super.read(bytes, offset, (int) Math.min(length, left));
            if (count > 0) {
                left -= count;
                add(count);
            }
            return count;
        }
    }
}
