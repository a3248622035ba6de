package io.dromedary.media.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromedary.media.ShippedMedia;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The two lists that every run of ffprobe and ffmpeg gets: a playlist that would be followed without them is not, and
 * either of them alone is enough for that.
 */
class AllowedFormatsTest {

    private static final String FORMATS = "-format_whitelist";
    private static final String PROTOCOLS = "-protocol_whitelist";
    /** What a playlist may reach when nobody has said otherwise: any media server is started with less care. */
    private static final String ALL_PROTOCOLS = "file,http,tcp,crypto,data";

    @TempDir
    Path folder;

    @Test
    void aPlaylistIsFollowedByNeitherList() throws Exception {
        assertThat(isCalled(List.of())).as("without the lists, so that this is an attack").isTrue();
        assertThat(isCalled(List.of(FORMATS))).as("with the list of formats alone").isFalse();
        assertThat(isCalled(List.of(PROTOCOLS))).as("with the list of protocols alone").isFalse();
        assertThat(isCalled(List.of(FORMATS, PROTOCOLS))).isFalse();
    }

    /** Probes a playlist as the product does, with only these of its lists; is the host called that it names? */
    private boolean isCalled(List<String> lists) throws IOException, InterruptedException {
        try (var host = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Path playlist = Files.writeString(folder.resolve("list.m3u8"), """
                    #EXTM3U
                    #EXT-X-TARGETDURATION:1
                    #EXTINF:1,
                    http://127.0.0.1:%d/a.ts
                    #EXT-X-ENDLIST
                    """.formatted(host.getLocalPort()));
            var command = new ArrayList<>(List.of("ffprobe"));
            command.addAll(ShippedMedia.media().probeArguments(playlist, new byte[0]));
            for (String list : List.of(FORMATS, PROTOCOLS)) {
                int at = command.indexOf(list);
                assertThat(at).as(list).isPositive();
                if (!lists.contains(list)) {
                    command.subList(at, at + 2).clear();
                }
            }
            if (!lists.contains(PROTOCOLS)) {
                command.addAll(1, List.of(PROTOCOLS, ALL_PROTOCOLS));
            }
            Process ffprobe = new ProcessBuilder(command).redirectErrorStream(true)
                    .redirectOutput(folder.resolve("ffprobe.log").toFile()).start();
            try {
                // Where it calls, it waits for an answer that does not come; else it ends by itself.
                host.setSoTimeout(100);
                while (ffprobe.isAlive()) {
                    if (accepts(host)) {
                        return true;
                    }
                }
                return accepts(host);
            } finally {
                ffprobe.destroyForcibly();
                assertThat(ffprobe.waitFor(5, TimeUnit.MINUTES)).isTrue();
            }
        }
    }

    private static boolean accepts(ServerSocket host) throws IOException {
        try (var connection = host.accept()) {
            return connection.isConnected();
        } catch (SocketTimeoutException nobody) {
            return false;
        }
    }
}
