package io.dromedary.media;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dromedary.media.option.VideoOptions;
import io.dromedary.media.picture.VideoEncode;
import io.dromedary.media.plan.FfmpegMedia;
import io.dromedary.media.plan.VideoCommand;
import io.dromedary.media.table.EncodingTable;
import java.nio.file.Path;
import java.util.UUID;

/** Does for a test what a job does: probe, build the command, run it. */
public final class VideoEncodes {

    private final Path folder;
    private final EncodingTable table = ShippedMedia.table();

    public VideoEncodes(Path folder) {
        this.folder = folder;
    }

    /** The same encoders, in a hurry. */
    static Media hasty() {
        return new FfmpegMedia(ShippedMedia.yaml().replace("preset: veryfast", "preset: ultrafast")
                .replace("preset: fast", "preset: ultrafast").replace("cpu-used: 4", "cpu-used: 8")
                .replace("preset: 8", "preset: 12").replace("cpu-used: 6", "cpu-used: 8")
                .replace("compression_level: 4", "compression_level: 0"), () -> true);
    }

    /** Options as a caller writes them, with apostrophes for quotes. */
    public static VideoOptions options(String json) {
        try {
            return VideoOptions.of(new ObjectMapper().readTree(json.replace('\'', '"')));
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    public Command command(Path input, String options) {
        return command(input, options, folder.resolve(UUID.randomUUID().toString()));
    }

    /** Encodes, and gives the output's path. */
    public Path encode(Path input, String options) {
        return new Plans(folder).run(Kind.VIDEO, input, options).main();
    }

    private Command command(Path input, String options, Path output) {
        return VideoCommand.build(VideoEncode.of(options(options),
                PlanInputs.of(Ffmpeg.probe(input), input, folder, folder, "result"), table, output));
    }
}
