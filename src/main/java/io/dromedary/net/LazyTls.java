package io.dromedary.net;

import java.io.IOException;
import java.net.Socket;
import javax.net.ssl.SSLSocket;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.http.protocol.HttpContext;

/** The usual TLS of the client, made for its first connection: to read all roots that are trusted takes 50 ms of a start. */
final class LazyTls implements TlsSocketStrategy {

    private TlsSocketStrategy usual;

    @Override
    public SSLSocket upgrade(Socket socket, String target, int port, Object attachment, HttpContext context)
            throws IOException {
        return usual().upgrade(socket, target, port, attachment, context);
    }

    private synchronized TlsSocketStrategy usual() {
        if (usual == null) {
            usual = DefaultClientTlsStrategy.createDefault();
        }
        return usual;
    }
}
