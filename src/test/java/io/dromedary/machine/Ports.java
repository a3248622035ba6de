package io.dromedary.machine;

import java.io.IOException;
import java.net.ServerSocket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/** Ports of this machine for the servers of tests. */
public final class Ports {

    /** Two tests at a time look for ports, and a server listens on its own some seconds later only. */
    private static final Set<Integer> GIVEN = ConcurrentHashMap.newKeySet();

    private static final int LOWEST = 12_000;
    private static final int FIRST_OF_CONNECTIONS = 32_768;

    private Ports() {
    }

    /**
     * A port that nobody listens on and that no other test has been given. It is none of those that Linux gives to
     * connections (32768 and more, where nothing else is set), which would have it before the server has.
     */
    public static int free() {
        while (true) {
            int port = ThreadLocalRandom.current().nextInt(LOWEST, FIRST_OF_CONNECTIONS);
            if (GIVEN.add(port) && isFree(port)) {
                return port;
            }
        }
    }

    private static boolean isFree(int port) {
        try (var socket = new ServerSocket(port)) {
            return socket.isBound();
        } catch (IOException taken) {
            return false;
        }
    }
}
