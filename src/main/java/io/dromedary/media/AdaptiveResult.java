package io.dromedary.media;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * An adaptive result that FFmpeg has made all segments of.
 *
 * @param renditions as they were made, in the plan's order: the largest picture first
 */
public record AdaptiveResult(List<MeasuredRendition> renditions) {

    public AdaptiveResult {
        renditions = List.copyOf(renditions);
    }

    /** The arguments for ffprobe about a rendition's first segment. */
    public static List<String> arguments(Path sample) {
        return CodecString.arguments(sample);
    }

    /** The text of its master playlist. */
    public String master() {
        return MasterPlaylist.write(renditions);
    }

    /**
     * The whole as if it were one file: its best rendition, and the size of all.
     *
     * @param size bytes of all its files
     */
    public MediaFile asFile(long size) {
        MeasuredRendition best = renditions.get(0);
        Optional<MeasuredRendition> sound = MasterPlaylist.soundOf(best, renditions);
        var streams = new ArrayList<MediaStream>(best.sample().streams());
        sound.ifPresent(other -> streams.addAll(other.sample().streams()));
        long bitrate = best.averageBandwidth() + sound.map(MeasuredRendition::averageBandwidth).orElse(0L);
        return new MediaFile(List.of("hls"), "", OptionalDouble.of(best.playlist().seconds()),
                OptionalLong.of(size), OptionalLong.of(bitrate), streams);
    }
}
