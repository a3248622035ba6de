package io.dromedary.media;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The subtitles of an adaptive result: one WebVTT file, with a playlist of its own.
 *
 * @param folder of both files, beside the master playlist
 * @param language as BCP 47 writes it, where it is known
 */
public record SubtitleRendition(Path folder, Optional<String> language) {

    /** Of its folder, and of the group that the variants name. */
    static final String NAME = "subtitles";

    /**
     * Seconds on the clock of the segments at which the result begins. Without it that moment would depend on the input:
     * FFmpeg moves everything so that no picture is decoded, and no sound begins, before 0. Ten seconds are more than
     * pictures are ever decoded before they are shown, and those of RFC 8216's example (§3.5).
     */
    static final double BEGINNING = 10;

    /** Transport streams and RFC 8216 count 90,000 to a second. */
    private static final String CLOCK = "X-TIMESTAMP-MAP=LOCAL:00:00:00.000,MPEGTS:%d\n"
            .formatted(Math.round(BEGINNING * 90_000));

    static SubtitleRendition of(SubtitleWish wish, Material material) {
        return new SubtitleRendition(material.out().resolve(NAME),
                SubtitleLanguage.of(wish.url(), material.subtitles().orElse("")));
    }

    /** Where the cues are. */
    Path cues() {
        return folder.resolve("segment-0.vtt");
    }

    /** The text of the file of cues. */
    static String text(Subtitles subtitles) {
        return WebVtt.write(subtitles, CLOCK);
    }

    /** Where the playlist is. */
    Path playlist() {
        return folder.resolve(AdaptiveEncode.PLAYLIST);
    }

    /**
     * The text of the playlist. One segment for the whole is allowed where all is there from the first moment: playlists
     * of subtitles need not have the target duration of the others then (RFC 8216 §6.2.4).
     *
     * @param seconds how long the result plays
     */
    String playlist(double seconds) {
        return String.join("\n", List.of(
                "#EXTM3U",
                "#EXT-X-VERSION:" + SegmentFormat.TS.version(),
                "#EXT-X-TARGETDURATION:" + Math.max(1, (long) Math.ceil(seconds)),
                "#EXT-X-MEDIA-SEQUENCE:0",
                "#EXT-X-PLAYLIST-TYPE:VOD",
                String.format(Locale.ROOT, "#EXTINF:%.6f,", seconds),
                cues().getFileName().toString(),
                "#EXT-X-ENDLIST")) + "\n";
    }

    /** The line of the master playlist: shown when viewers or the wishes of their devices choose it. */
    String group() {
        String name = language.map(tag -> Locale.forLanguageTag(tag).getDisplayName(Locale.ENGLISH)).orElse("Subtitles");
        return "#EXT-X-MEDIA:TYPE=SUBTITLES,GROUP-ID=\"%s\",NAME=\"%s\",%sDEFAULT=NO,AUTOSELECT=YES,FORCED=NO,URI=\"%s/%s\""
                .formatted(NAME, name, language.map("LANGUAGE=\"%s\","::formatted).orElse(""), NAME,
                        AdaptiveEncode.PLAYLIST);
    }
}
