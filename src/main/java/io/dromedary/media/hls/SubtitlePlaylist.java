package io.dromedary.media.hls;

import io.dromedary.media.PlanInputs;
import io.dromedary.media.Rendition;
import io.dromedary.media.SegmentFormat;
import io.dromedary.media.SubtitleRendition;
import io.dromedary.media.option.SubtitleRequest;
import io.dromedary.media.subtitle.SubtitleLanguage;
import io.dromedary.media.subtitle.Subtitles;
import io.dromedary.media.subtitle.WebVtt;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Writes the files of the subtitles of an adaptive result: one of WebVTT, and its playlist. */
public final class SubtitlePlaylist {

    /** The name of its folder, and of the group that the variants name. */
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

    private SubtitlePlaylist() {}

    public static SubtitleRendition of(SubtitleRequest request, PlanInputs inputs) {
        return new SubtitleRendition(inputs.out().resolve(NAME),
                SubtitleLanguage.of(request.url(), inputs.subtitles().orElse("")));
    }

    /** Where the cues are. */
    public static Path cues(SubtitleRendition rendition) {
        return rendition.folder().resolve("segment-0.vtt");
    }

    /** The text of the file of cues. */
    public static String cueText(Subtitles subtitles) {
        return WebVtt.write(subtitles, CLOCK);
    }

    /** Where the playlist is. */
    static Path path(SubtitleRendition rendition) {
        return rendition.folder().resolve(Rendition.PLAYLIST);
    }

    /**
     * The text of the playlist. One segment for the whole is allowed where everything is there from the first moment:
     * playlists of subtitles need not have the target duration of the others then (RFC 8216 §6.2.4).
     *
     * @param seconds how long the result plays
     */
    static String text(SubtitleRendition rendition, double seconds) {
        return String.join("\n", List.of(
                "#EXTM3U",
                "#EXT-X-VERSION:" + SegmentFormat.TS.version(),
                "#EXT-X-TARGETDURATION:" + Math.max(1, (long) Math.ceil(seconds)),
                "#EXT-X-MEDIA-SEQUENCE:0",
                "#EXT-X-PLAYLIST-TYPE:VOD",
                String.format(Locale.ROOT, "#EXTINF:%.6f,", seconds),
                cues(rendition).getFileName().toString(),
                "#EXT-X-ENDLIST")) + "\n";
    }

    /** The line of the master playlist: shown when viewers, or the settings of their devices, choose it. */
    static String group(String prefix, SubtitleRendition rendition) {
        String name = rendition.language().map(tag -> Locale.forLanguageTag(tag).getDisplayName(Locale.ENGLISH))
                .orElse("Subtitles");
        return "#EXT-X-MEDIA:TYPE=SUBTITLES,GROUP-ID=\"%s\",NAME=\"%s\",%sDEFAULT=NO,AUTOSELECT=YES,FORCED=NO,URI=\"%s%s/%s\""
                .formatted(NAME, name, rendition.language().map("LANGUAGE=\"%s\","::formatted).orElse(""), prefix,
                        NAME, Rendition.PLAYLIST);
    }
}
