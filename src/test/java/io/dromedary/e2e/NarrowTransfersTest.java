package io.dromedary.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.dromedary.r2.R2Double;
import io.dromedary.r2.Tier;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node whose jobs have one part on its way at a time. */
@Tag("process")
class NarrowTransfersTest {

    @TempDir
    Path folder;

    /** Nothing waits for a thread that it has itself. */
    @Test
    void aJobOfManyPartsAndManyFilesIsDone() {
        try (var r2 = R2Double.start(folder.resolve("r2"));
                var node = new HereNode(folder.resolve("node")).with("DROMEDARY_TRANSFER_PARALLEL", "1")
                        .with("DROMEDARY_INPUT_PART_BYTES", "65536").with("DROMEDARY_INPUT_WHOLE_BYTES", "0")
                        .with("DROMEDARY_OUTPUT_MULTIPART_ABOVE_BYTES", "5242880").with("DROMEDARY_OUTPUT_PART_BYTES", "5242880")
                        .start()) {
            r2.createBucket("media");
            r2.put("media", "in.mp4", Samples.video(folder, "in.mp4", 320, 180, 70), "video/mp4");
            Api api = node.api();
            api.connect("r2", r2.endpoint(), r2.newKey(Tier.OBJECT_READ_WRITE, "media"));
            JsonNode large = api.finished(api.large("s3://media/in.mp4", "r2", "s3://media/out.wav"));
            assertThat(large.get("status").asText()).as("%s", large).isEqualTo("succeeded");
            JsonNode many = api.finished(api.accepted("{\"kind\": \"adaptive_video\", \"input\": \"s3://media/in.mp4\","
                    + " \"connection_id\": \"r2\", \"output\": \"s3://media/hls/\", \"options\": {\"end\": 8}}"));
            assertThat(many.get("status").asText()).as("%s", many).isEqualTo("succeeded");
        }
    }
}
