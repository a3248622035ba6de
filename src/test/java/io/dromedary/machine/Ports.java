package io.dromedary.machine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Ports of this machine for the servers of tests. */
public final class Ports {

    /** Two tests at a time look for ports, and a server listens on its own some seconds later only. */
    private static final Set<Integer> GIVEN = ConcurrentHashMap.newKeySet();

    private Ports() {
    }

    /** A port that nobody listens on and that no other test has been given. */
    public static int free() {
        try (var socket = new ServerSocket(0)) {
            int port = socket.getLocalPort();
            return GIVEN.add(port) ? port : free();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
