package io.dromedary.storage;

import io.dromedary.net.MeasuredBody;
import java.io.IOException;
import java.io.InputStream;
import org.apache.hc.client5.http.classic.ExecRuntime;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.io.entity.HttpEntityWrapper;

/**
 * A body whose connection is dropped when it is closed before its end. The client would first read the rest to reuse the
 * connection, and a server that never stops sending would block the thread.
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

    private final class Body extends MeasuredBody {

        Body(InputStream in) {
            super(in, getContentLength());
        }

        @Override
        public void close() throws IOException {
            if (hasEnded()) {
                super.close();
            } else {
                connection.discardEndpoint();
            }
        }
    }
}
