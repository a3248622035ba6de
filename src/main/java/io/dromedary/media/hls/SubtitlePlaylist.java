package io.dromedary.media.hls;

import io.dromedary.media.Language;
import io.dromedary.media.PlanInputs;
import io.dromedary.media.Rendition;
import io.dromedary.media.SegmentFormat;
import io.dromedary.media.SubtitleRendition;
import io.dromedary.media.subtitle.SubtitleTrack;
import io.dromedary.media.subtitle.WebVtt;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Writes the files of the subtitles of an adaptive result: segments of WebVTT, and a playlist of them. */
public final class SubtitlePlaylist {

    /** The name of the first one's folder, and of the group that the variants name. */
    static final String NAME = "subtitles";

    /**
     * Seconds on the clock of the segments at which the result begins. Without it that moment would depend on the input:
     * FFmpeg moves everything so that no picture is decoded, and no sound begins, before 0. Pictures are never decoded as
     * much as ten seconds before they are shown, and RFC 8216 has ten seconds in its example (§3.5).
     */
    public static final double BEGINNING = 10;

    /** Transport streams and RFC 8216 count 90,000 to a second. */
    private static final String CLOCK = "X-TIMESTAMP-MAP=LOCAL:00:00:00.000,MPEGTS:%d\n"
            .formatted(Math.round(BEGINNING * 90_000));

    /**
     * Seconds of a segment: some KiB. Playlists of subtitles need not have the target duration of the others where
     * everything is there from the first moment (RFC 8216 §6.2.4).
     */
    static final double SEGMENT_SECONDS = 60;

    private SubtitlePlaylist() {}

    /** The rendition of some subtitles of a result. */
    public static SubtitleRendition of(List<SubtitleTrack> tracks, int index, PlanInputs inputs) {
        SubtitleTrack track = tracks.get(index);
        return new SubtitleRendition(inputs.out().resolve(numbered(NAME, "-", index)), track.name(), track.language(),
                track.isDefault(), track.subtitles().cues().stream()
                        .map(cue -> new SubtitleRendition.Cue(cue.start(), cue.end(), WebVtt.cue(cue))).toList());
    }

    /** What the result calls the file of some subtitles, by their place in the request. */
    public static String key(int index) {
        return numbered(NAME, "_", index);
    }

    private static String numbered(String name, String separator, int index) {
        return index == 0 ? name : name + separator + (index + 1);
    }

    /**
     * The files of a rendition, with their text.
     *
     * @param seconds how long the result plays
     */
    static Map<Path, String> files(SubtitleRendition rendition, double seconds) {
        var files = new LinkedHashMap<Path, String>();
        var playlist = new ArrayList<>(List.of(
                "#EXTM3U",
                "#EXT-X-VERSION:" + SegmentFormat.TS.version(),
                "#EXT-X-TARGETDURATION:" + Math.max(1, (long) Math.ceil(Math.min(SEGMENT_SECONDS, seconds))),
                "#EXT-X-MEDIA-SEQUENCE:0",
                "#EXT-X-PLAYLIST-TYPE:VOD"));
        for (int i = 0; i == 0 || i * SEGMENT_SECONDS < seconds; i++) {
            double from = i * SEGMENT_SECONDS;
            double to = Math.min(from + SEGMENT_SECONDS, seconds);
            // The last one has what begins later, too: lengths are those of the pictures, which may end earlier.
            boolean last = to >= seconds;
            files.put(rendition.folder().resolve("segment-" + i + ".vtt"), segment(rendition, from, last ? Double.MAX_VALUE : to));
            playlist.add(String.format(Locale.ROOT, "#EXTINF:%.6f,", to - from));
            playlist.add("segment-" + i + ".vtt");
        }
        playlist.add("#EXT-X-ENDLIST");
        files.put(rendition.folder().resolve(Rendition.PLAYLIST), String.join("\n", playlist) + "\n");
        return files;
    }

    /** A cue belongs to every segment in which it is shown (RFC 8216 §3.5). */
    private static String segment(SubtitleRendition rendition, double from, double to) {
        return rendition.cues().stream().filter(cue -> cue.end() > from && cue.start() < to)
                .map(SubtitleRendition.Cue::text).collect(Collectors.joining("", WebVtt.HEADER + CLOCK, ""));
    }

    /** The line of the master playlist: shown when viewers, or the settings of their devices, choose it. */
    static String group(String prefix, SubtitleRendition rendition) {
        return ("#EXT-X-MEDIA:TYPE=SUBTITLES,GROUP-ID=\"%s\",NAME=\"%s\",%sDEFAULT=%s,AUTOSELECT=YES,FORCED=NO,URI=\"%s%s/%s\"")
                .formatted(NAME, rendition.name(), rendition.language().map(Language::tag).map("LANGUAGE=\"%s\","::formatted).orElse(""),
                        rendition.isDefault() ? "YES" : "NO", prefix, rendition.folder().getFileName(), Rendition.PLAYLIST);
    }
}
