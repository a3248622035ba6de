package io.dromedary.media.ladder;

import io.dromedary.media.SegmentFormat;
import io.dromedary.media.ffmpeg.ArgumentBuilder;
import io.dromedary.media.ffmpeg.Arguments;
import io.dromedary.media.hls.SubtitlePlaylist;
import java.util.ArrayList;

/**
 * Cuts every rendition into segments, in a folder of its own. One muxer has them all, so that what it does to the clock
 * is the same for pictures and sound.
 */
public final class HlsSegments {

    private HlsSegments() {}

    public static void write(AdaptiveEncode encode, ArgumentBuilder arguments) {
        SegmentFormat format = encode.segments();
        if (!encode.subtitlesAside().isEmpty() || encode.options().packaging().dash()) {
            arguments.add("-output_ts_offset", Arguments.number(SubtitlePlaylist.BEGINNING - format.lead()));
        }
        arguments.add("-bitexact", "-f", "hls");
        arguments.add("-hls_time", Arguments.number(encode.table().ladder().segmentSeconds()));
        arguments.add("-hls_playlist_type", "vod", "-hls_flags", "independent_segments");
        arguments.add("-hls_segment_type", format.muxer());
        arguments.add(format.muxerOptions());
        arguments.add("-hls_segment_filename",
                encode.output().resolveSibling("segment-%d." + format.extension()).toString());
        arguments.add("-var_stream_map", streams(encode));
    }

    private static String streams(AdaptiveEncode encode) {
        var streams = new ArrayList<String>();
        for (int i = 0; i < encode.rungs().size(); i++) {
            streams.add("v:%d,name:%s".formatted(i, encode.rungs().get(i).name()));
        }
        for (int track = 0; track < encode.sounds().size(); track++) {
            for (int bitrate : encode.soundBitrates()) {
                streams.add("a:%d,name:%s".formatted(streams.size() - encode.rungs().size(), AdaptiveEncode.soundName(bitrate, track)));
            }
        }
        return String.join(" ", streams);
    }
}
