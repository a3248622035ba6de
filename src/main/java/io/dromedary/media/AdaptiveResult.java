package io.dromedary.media;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * An adaptive result that FFmpeg has made all segments of.
 *
 * @param renditions as they were made, in the plan's order: the largest picture first
 * @param subtitles their rendition, whose cues are written
 */
public record AdaptiveResult(List<MeasuredRendition> renditions, Optional<SubtitleRendition> subtitles) {

    public AdaptiveResult {
        renditions = List.copyOf(renditions);
    }

    /** The arguments for ffprobe about a rendition's first segment. */
    public static List<String> arguments(Path sample) {
        return CodecString.arguments(sample);
    }

    /**
     * The playlists that FFmpeg does not write, with their text: that of the subtitles, which end when the best rendition
     * does, and last the master playlist.
     */
    public Map<Path, String> playlists(Path master) {
        var playlists = new LinkedHashMap<Path, String>();
        subtitles.ifPresent(rendition -> playlists.put(
                rendition.playlist(), rendition.playlist(renditions.get(0).playlist().seconds())));
        playlists.put(master, MasterPlaylist.write(renditions, subtitles));
        return playlists;
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
