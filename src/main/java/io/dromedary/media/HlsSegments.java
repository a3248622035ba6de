package io.dromedary.media;

import java.util.ArrayList;

/**
 * Cuts every rendition into segments, in a folder of its own. One muxer has them all, so that what it does to the clock
 * is the same for pictures and sound.
 */
final class HlsSegments {

    private HlsSegments() {}

    static void write(AdaptiveEncode encode, Draft draft) {
        SegmentFormat format = encode.segments();
        encode.subtitlesAside().ifPresent(track -> draft.add("-output_ts_offset",
                Arguments.number(SubtitleRendition.BEGINNING - format.lead())));
        draft.add("-bitexact", "-f", "hls");
        draft.add("-hls_time", Arguments.number(encode.table().ladder().segmentSeconds()));
        draft.add("-hls_playlist_type", "vod", "-hls_flags", "independent_segments");
        draft.add("-hls_segment_type", format.muxer());
        draft.add(format.muxerOptions());
        draft.add("-hls_segment_filename",
                encode.output().resolveSibling("segment-%d." + format.extension()).toString());
        draft.add("-var_stream_map", streams(encode));
    }

    private static String streams(AdaptiveEncode encode) {
        var streams = new ArrayList<String>();
        for (int i = 0; i < encode.rungs().size(); i++) {
            streams.add("v:%d,name:%s".formatted(i, encode.rungs().get(i).name()));
        }
        for (int i = 0; i < encode.soundBitrates().size(); i++) {
            streams.add("a:%d,name:%s".formatted(i, AdaptiveEncode.soundName(encode.soundBitrates().get(i))));
        }
        return String.join(" ", streams);
    }
}
