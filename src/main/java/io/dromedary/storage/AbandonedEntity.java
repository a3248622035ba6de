package io.dromedary.storage;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.apache.hc.client5.http.classic.ExecRuntime;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.io.entity.HttpEntityWrapper;

/**
 * A body that is hung up on when it is closed before its end. The client would read the rest first, to keep the connection,
 * and a server that goes on for ever would hold the thread.
 */
final class AbandonedEntity extends HttpEntityWrapper {

    private final ExecRuntime connection;

    AbandonedEntity(HttpEntity body, ExecRuntime connection) {
        super(body);
        this.connection = connection;
    }

    @Override
    public InputStream getContent() throws IOException {
        return new Body(super.getContent());
    }

    @Override
    public void close() throws IOException {
        connection.discardEndpoint();
    }

    private final class Body extends FilterInputStream {

        private final long length = getContentLength();
        private long received;
        private boolean ended;

        Body(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            int value = super.read();
            received(value < 0 ? value : 1);
            return value;
        }

        @Override
        public int read(byte[] buffer, int from, int length) throws IOException {
            int count = super.read(buffer, from, length);
            received(count);
            return count;
        }

        /** Whoever knows the length reads no further than that, and never meets the end. */
        private void received(int count) {
            received += Math.max(0, count);
            ended = count < 0 || received == length;
        }

        @Override
        public void close() throws IOException {
            if (ended) {
                super.close();
            } else {
                connection.discardEndpoint();
            }
        }
    }
}
