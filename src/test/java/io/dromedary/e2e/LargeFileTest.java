package io.dromedary.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.dromedary.LongForm;
import io.dromedary.machine.Programs;
import io.dromedary.r2.R2Double;
import io.dromedary.r2.Tier;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Media never passes through the heap. */
@Tag("process")
class LargeFileTest {

    private static final long SIZE = (long) LongForm.choose(256, 4_096) << 20;
    private static final Duration ENOUGH = Duration.ofMinutes(10);

    @TempDir
    Path folder;

    /**
     * Real ffmpeg reads the large input. That it also writes as much is played: encoding as much video would take an
     * hour, so a stand-in runs the real one and then lengthens its output.
     */
    @Test
    void aFileOfManyTimesTheHeapGoesInAndOut() throws IOException {
        Path file = withFreeBox(Samples.video(folder, "small.mp4", 64, 36, 1));
        Path encoder = folder.resolve("ffmpeg-with-large-output");
        Programs.write(encoder, """
                #!/bin/bash
                output="${@: -1}"
                ffmpeg "$@" && exec truncate --size=%d "${output#file:}"
                """.formatted(SIZE + 1));
        try (R2Double r2 = R2Double.start(folder.resolve("r2"));
                Node node = new Node(folder.resolve("node")).jvm("-Xmx64m")
                        .with("DROMEDARY_FFMPEG_PATH", encoder.toString()).start()) {
            r2.createBucket("media");
            r2.put("media", "big.mp4", file, "video/mp4");
            Files.delete(file);
            Api api = node.api();
            api.connect("r2", r2.endpoint(), r2.newKey(Tier.OBJECT_READ_WRITE, "media"));
            JsonNode job = api.finished(
                    api.video("s3://media/big.mp4", "r2", "{\"width\": 32}", "s3://media/out.mp4"), ENOUGH);
            assertThat(job.get("status").asText()).as("%s", job).isEqualTo("succeeded");
            assertThat(r2.counters().bytesSent("media", "big.mp4")).isGreaterThan(SIZE);
            assertThat(r2.object("media", "out.mp4").orElseThrow().size()).isEqualTo(SIZE + 1);
            Awaitility.await().until(() -> node.workFolders().isEmpty());
        }
    }

    /** A video with an empty box of that size behind it, which every reader skips; the hole takes no space on the disk. */
    private static Path withFreeBox(Path video) throws IOException {
        try (var file = new RandomAccessFile(video.toFile(), "rw")) {
            file.seek(file.length());
            file.writeInt(1);
            file.writeBytes("free");
            file.writeLong(SIZE);
            file.setLength(file.getFilePointer() - 16 + SIZE);
        }
        return video;
    }
}
