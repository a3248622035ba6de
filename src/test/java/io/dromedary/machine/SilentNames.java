package io.dromedary.machine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A name server that never answers, for one process alone. Any user can have it where user namespaces work, which the sandbox
 * of ffmpeg needs too; who may not listen on its port asks an address of which nobody has heard.
 */
public final class SilentNames implements AutoCloseable {

    private static final int DNS = 53;
    /** RFC 5737: nobody's. */
    private static final String NOBODY = "203.0.113.1";

    private final Path file;
    private final Optional<DatagramSocket> server;

    /**
     * A name server.
     *
     * @param folder where a file of its is
     */
    public SilentNames(Path folder) {
        server = listen();
        file = folder.resolve("resolv.conf");
        try {
            Files.createDirectories(folder);
            Files.writeString(file, "nameserver " + server.map(socket -> socket.getLocalAddress().getHostAddress()).orElse(NOBODY)
                    + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** On the first of many addresses of this machine where nobody else does. */
    private static Optional<DatagramSocket> listen() {
        for (int last = 2; last < 255; last++) {
            try {
                var socket = new DatagramSocket(null);
                socket.bind(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 53, (byte) last}), DNS));
                return Optional.of(socket);
            } catch (SocketException e) {
                if (e.getMessage().contains("denied")) {
                    return Optional.empty();
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return Optional.empty();
    }

    /** What stands before a program to let it ask there. */
    public List<String> words() {
        return List.of("unshare", "--map-root-user", "--mount", "--", "sh", "-c",
                "mount --bind \"$1\" /etc/resolv.conf && shift && exec \"$@\"", "names", file.toString());
    }

    @Override
    public void close() {
        server.ifPresent(DatagramSocket::close);
    }
}
