package io.dromedary.media.table;

import io.dromedary.media.IndexedTrack;
import io.dromedary.media.format.Quality;
import io.dromedary.media.format.VideoCodec;
import java.util.List;
import java.util.Map;

/**
 * Which streams are copied instead of encoded: the section {@code copy} of {@code encoding.yaml}.
 *
 * @param keyframeSeconds the longest time between keyframes
 * @param tolerance by how much a bitrate may be higher than what is asked for, as a factor
 * @param video one entry per codec that may be copied
 */
public record CopyTable(double keyframeSeconds, double tolerance, Map<VideoCodec, Video> video) {

    /** Those whose index is read: they are in MP4 and MOV. */
    static final List<VideoCodec> CODECS = List.of(VideoCodec.H264, VideoCodec.H265, VideoCodec.AV1);

    /** The words for profiles, and their numbers (ITU-T H.264 Annex A.2, H.265 Annex A.3, AV1 Annex A.2). */
    private static final Map<VideoCodec, Map<String, Integer>> PROFILES = Map.of(
            VideoCodec.H264, Map.of("baseline", 66, "main", 77, "high", 100),
            VideoCodec.H265, Map.of("main", 1, "main10", 2),
            VideoCodec.AV1, Map.of("main", 0));

    public CopyTable {
        video = Map.copyOf(video);
    }

    /**
     * Which streams of one codec are copied.
     *
     * @param profiles the numbers of the profiles by the codec's standard
     * @param maxLevel the highest level, such as 5.2
     * @param bitsPerPixel per quality: bits/s divided by width, height and pictures a second
     */
    public record Video(List<Integer> profiles, double maxLevel, Map<Quality, Double> bitsPerPixel) {

        /** Whether a track has a profile and a level that players know. */
        public boolean plays(IndexedTrack track) {
            return profiles.contains(track.profile()) && track.level() > 0 && track.level() <= maxLevel;
        }
    }

    static CopyTable read(ConfigSection section) {
        return new CopyTable(section.number("keyframe_seconds", 0.1, 60), section.number("tolerance", 1, 10),
                section.sections("video", CODECS, CopyTable::video));
    }

    private static Video video(VideoCodec codec, ConfigSection section) {
        Map<String, Integer> known = PROFILES.get(codec);
        return new Video(section.words("profiles", known.keySet()).stream().map(known::get).toList(),
                section.number("max_level", 1, 10),
                section.each("bits_per_pixel", List.of(Quality.values()), (bits, quality) -> bits.number(quality, 0, 100)));
    }
}
