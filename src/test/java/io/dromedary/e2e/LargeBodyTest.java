package io.dromedary.e2e;

import static io.dromedary.Patience.SOON;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A body that is larger than it may be, and does not say how large it is. */
@Tag("process")
class LargeBodyTest {

    private static final long LARGE_BYTES = 64 << 20;
    private static final int MOST_TRIES = 20;

    private static SharedNode shared;

    @BeforeAll
    static void start() {
        shared = SharedNode.of(SharedNode.Kind.API, LargeBodyTest.class);
    }

    /** The server hangs up on what it has not read, and the kernel may then throw the answer away on its way here. */
    @Test
    void aBodyWithoutALengthIsReadNoFurtherThanToTheLimit() throws Exception {
        String answer = "";
        for (int tries = 0; tries < MOST_TRIES && answer.isEmpty(); tries++) {
            answer = answerToALargeBody();
        }
        assertThat(answer).startsWith("HTTP/1.1 413");
    }

    private static String answerToALargeBody() throws Exception {
        byte[] chunk = ("10000\r\n" + "x".repeat(1 << 16) + "\r\n").getBytes(StandardCharsets.US_ASCII);
        long sent = 0;
        try (var socket = new Socket(shared.node().url().getHost(), shared.node().url().getPort())) {
            var answer = CompletableFuture.supplyAsync(() -> whatIsSaid(socket));
            OutputStream out = socket.getOutputStream();
            out.write(("POST /jobs HTTP/1.1\r\nHost: x\r\n" + "Authorization: Bearer " + shared.key() + "\r\n"
                    + "Content-Type: application/json\r\n"
                    + "Transfer-Encoding: chunked\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
            try {
                for (; sent < LARGE_BYTES; sent += chunk.length) {
                    out.write(chunk);
                }
            } catch (SocketException ended) {
                assertThat(sent).isPositive();
            }
            assertThat(sent).as("bytes that could be sent").isLessThan(LARGE_BYTES / 2);
            return answer.get(SOON.toSeconds(), TimeUnit.SECONDS);
        }
    }

    private static String whatIsSaid(Socket socket) {
        var said = new ByteArrayOutputStream();
        try {
            for (int next = socket.getInputStream().read(); next >= 0; next = socket.getInputStream().read()) {
                said.write(next);
            }
        } catch (IOException ended) {
            // What came before counts.
            return said.toString(StandardCharsets.US_ASCII);
        }
        return said.toString(StandardCharsets.US_ASCII);
    }
}
