package io.dromedary.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.dromedary.media.Ffmpeg;
import io.dromedary.media.PlanInputs;
import io.dromedary.media.ShippedMedia;
import io.dromedary.media.option.VideoOptions;
import io.dromedary.media.picture.VideoEncode;
import io.dromedary.media.plan.VideoCommand;
import io.dromedary.media.probe.Probe;
import io.dromedary.media.table.EncodingTableReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Prints what the server would tell ffmpeg for a job, one argument a line, for {@code bench/overhead}. */
public final class FfmpegCommand {

    private FfmpegCommand() {
    }

    /**
     * @param args the file to encode, the file to write, the job's options as JSON, and the quality table's file
     */
    public static void main(String[] args) throws IOException {
        Path input = Path.of(args[0]);
        var table = EncodingTableReader.read(Files.readString(Path.of(args[3])));
        var probe = Probe.parse(Ffmpeg.text("ffprobe", ShippedMedia.media().probeArguments(input, new byte[0]).toArray(String[]::new)));
        var options = VideoOptions.of(new ObjectMapper().readTree(args[2]));
        Path output = Path.of(args[1]);
        Path folder = output.toAbsolutePath().getParent();
        VideoCommand.build(VideoEncode.of(options, PlanInputs.of(probe, input, folder, folder, "result"), table, output))
                .arguments().forEach(System.out::println);
    }
}
