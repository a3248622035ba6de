package io.dromedary.net;

import java.io.IOException;
import java.net.Socket;
import javax.net.ssl.SSLSocket;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.http.protocol.HttpContext;

/** The client's usual TLS, created with its first connection: reading all trusted roots would take 50 ms of each start. */
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
