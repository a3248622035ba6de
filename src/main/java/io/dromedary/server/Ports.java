package io.dromedary.server;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** Looks before the start whether the server will be able to listen: the HTTP server itself waits for ever then. */
final class Ports {

    private Ports() {
    }

    /** Fails, naming the settings, when nobody can listen there now. */
    static void checkFree(String host, int port) {
        try (var socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(host, port));
        } catch (IOException e) {
            throw new IllegalStateException("Port " + port + " of " + host + " cannot be listened on ("
                    + e.getMessage() + "): stop what uses it, or choose another with DROMEDARY_PORT and DROMEDARY_HOST.");
        }
    }
}
