package io.dromedary.media.step;

import io.dromedary.media.AudioStream;
import io.dromedary.media.MediaFile;
import io.dromedary.media.PlanInputs;
import io.dromedary.media.VideoStream;
import io.dromedary.media.option.Clip;
import io.dromedary.media.table.EncodingTable;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Everything the steps of a command need to know, whatever the kind: the input, the part of it, and the output. Steps
 * that serve every kind take this; those of one kind take its own record.
 */
public interface Encode {

    /** The files that were fetched, and what is known of them. */
    PlanInputs inputs();

    EncodingTable table();

    Path output();

    Clip clip();

    /** Seconds of the output beyond which nothing is written; empty where it ends with the input. */
    default OptionalDouble limit() {
        return clip().asked();
    }

    /** The stream whose pictures are encoded; empty for an output without pictures. */
    Optional<VideoStream> picture();

    /** The watermark over the picture. */
    default Optional<WatermarkImage> mark() {
        return Optional.empty();
    }

    /** The files of subtitles that become tracks of the output. */
    default List<Path> subtitleTracks() {
        return List.of();
    }

    /** What ffprobe reports of the input. */
    default MediaFile file() {
        return inputs().file();
    }

    /** The stream whose sound is encoded; empty for a silent output. */
    Optional<AudioStream> sound();

    /** All streams whose sound is encoded; usually one. */
    default List<AudioStream> sounds() {
        return sound().stream().toList();
    }
}
