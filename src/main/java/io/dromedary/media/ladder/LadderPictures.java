package io.dromedary.media.ladder;

import io.dromedary.media.SegmentFormat;
import io.dromedary.media.ffmpeg.ArgumentBuilder;
import io.dromedary.media.ffmpeg.Arguments;
import io.dromedary.media.format.VideoCodec;
import io.dromedary.media.format.VideoFormat;
import io.dromedary.media.table.EncodingTable;
import java.util.LinkedHashMap;
import java.util.List;

/**
 * Sets the encoder of the pictures: constant quality up to a maximum bitrate, so that the master playlist's numbers
 * hold; and keyframes at the same times in all rungs, so that a player can switch between them.
 */
public final class LadderPictures {

    private LadderPictures() {}

    public static void write(AdaptiveEncode encode, ArgumentBuilder arguments) {
        encode.picture().ifPresent(stream -> encoder(encode, arguments));
    }

    private static void encoder(AdaptiveEncode encode, ArgumentBuilder arguments) {
        VideoCodec codec = encode.options().codec();
        EncodingTable.Video coding = encode.table().video().get(codec);
        // After a filter graph, FFmpeg knows no time base of the input; 1/90000 is that of HLS and holds every rate.
        arguments.add("-fps_mode", "vfr", "-enc_time_base:v", "1:90000", "-c:v", coding.encoder());
        var options = new LinkedHashMap<>(coding.options());
        options.putAll(encode.table().ladder().options().get(codec));
        options.forEach((name, value) -> arguments.add("-" + name, value));
        arguments.add("-crf", Integer.toString(coding.crf().get(encode.options().quality())));
        rates(encode, arguments);
        arguments.add("-pix_fmt", coding.pixelFormat());
        keyframes(encode, arguments);
        if (encode.segments() == SegmentFormat.FMP4) {
            // Fragments are MP4, in which players insist on some tags.
            coding.tag(VideoFormat.MP4).ifPresent(tag -> arguments.add("-tag:v", tag));
        }
    }

    /** Seconds from one keyframe to the next. */
    public static double keyframeSeconds(EncodingTable table) {
        double segment = table.ladder().segmentSeconds();
        return segment / Math.ceil(segment / table.keyframeSeconds());
    }

    private static void rates(AdaptiveEncode encode, ArgumentBuilder arguments) {
        List<Ladder.Rung> rungs = encode.rungs();
        for (int i = 0; i < rungs.size(); i++) {
            long maxrate = rungs.get(i).maxrate();
            arguments.add("-maxrate:v:" + i, Long.toString(maxrate));
            arguments.add("-bufsize:v:" + i, Long.toString(Math.round(maxrate * encode.table().bufferSeconds())));
        }
    }

    /**
     * Forces keyframes at the start of each segment and at even distances within it. They are counted from the time of
     * the first picture, which need not be 0 and from which FFmpeg counts segments. The encoder's own distance is
     * longer, so that it adds none.
     */
    private static void keyframes(AdaptiveEncode encode, ArgumentBuilder arguments) {
        double seconds = keyframeSeconds(encode.table());
        arguments.add("-g", Long.toString(Math.max(1, (long) Math.ceil(2 * encode.top().rate() * seconds))));
        arguments.add("-forced-idr", "1", "-force_key_frames",
                "expr:if(eq(n,0),st(0,t))+gte(t,ld(0)+n_forced*%s)".formatted(Arguments.number(seconds)));
    }
}
