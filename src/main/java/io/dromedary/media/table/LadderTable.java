package io.dromedary.media.table;

import io.dromedary.media.AudioTracks;
import io.dromedary.media.SegmentFormat;
import io.dromedary.media.format.Quality;
import io.dromedary.media.format.VideoCodec;
import java.util.List;
import java.util.Map;

/**
 * What the operator configured for adaptive results: section {@code ladder} of {@code encoding.yaml}.
 *
 * @param segmentSeconds length of a segment in seconds
 * @param segmentFormat the format of segments, where the codec leaves the choice
 * @param audioTracks which sounds of the input are made, where a job does not say it
 * @param maxAudioTracks the most sounds of one result
 * @param maxrateFactors by which the rungs' highest bitrates are multiplied, per quality
 * @param options encoder options by FFmpeg's names, which override those of the codec
 * @param rungs from the largest to the smallest
 */
public record LadderTable(
        double segmentSeconds,
        SegmentFormat segmentFormat,
        AudioTracks audioTracks,
        int maxAudioTracks,
        Map<Quality, Double> maxrateFactors,
        Map<VideoCodec, Map<String, String>> options,
        List<Rung> rungs) {

    /** The codecs that adaptive results are made in. */
    static final List<VideoCodec> CODECS = List.of(VideoCodec.H264, VideoCodec.H265);

    public LadderTable {
        maxrateFactors = Map.copyOf(maxrateFactors);
        options = Map.copyOf(options);
        rungs = List.copyOf(rungs);
    }

    /**
     * One size of the ladder.
     *
     * @param height pixels of the shorter side, which names it: a portrait picture can be 1080p, too
     * @param maxrates the highest bitrate of a 16:9 picture of this height, in bits/s, per codec
     * @param audioBitrate of the sound that goes with it, in stereo, in bits/s
     */
    public record Rung(int height, Map<VideoCodec, Integer> maxrates, int audioBitrate) {

        public Rung {
            maxrates = Map.copyOf(maxrates);
        }

        /** Pixels of a 16:9 picture of this height. */
        public double area() {
            return height * height * 16 / 9.0;
        }
    }
}
