package io.dromedary.server;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** Checks before the start that the port is free: otherwise the HTTP server would wait forever. */
final class Ports {

    private Ports() {
    }

    /** Fails, naming the settings, if the port cannot be bound. */
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
