package io.dromedary.media.hls;

import io.dromedary.media.AudioStream;
import io.dromedary.media.Language;
import io.dromedary.media.MeasuredRendition;
import io.dromedary.media.Rendition;
import io.dromedary.media.SegmentPlaylist;
import io.dromedary.media.SubtitleRendition;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Writes the manifest of DASH (ISO/IEC 23009-1) of the same segments that the playlists of HLS list: each rendition with
 * the times of its segments, as they were measured.
 */
final class DashManifest {

    /** Times are in microseconds, whatever the segments' own timescales are. */
    private static final long SCALE = 1_000_000;

    /** Bits/s that nobody counts, of a file of text. */
    private static final int TEXT_BANDWIDTH = 1000;

    private static final String ROLE = "      <Role schemeIdUri=\"urn:mpeg:dash:role:2011\" value=\"%s\"/>\n";
    private static final String LABEL = "      <Label>%s</Label>\n";
    private static final String CHANNELS = "        <AudioChannelConfiguration"
            + " schemeIdUri=\"urn:mpeg:dash:23003:3:audio_channel_configuration:2011\" value=\"%d\"/>\n";

    private final StringBuilder xml = new StringBuilder();
    private int sets;

    private DashManifest() {}

    static String write(List<MeasuredRendition> renditions, List<SubtitleRendition> subtitles) {
        var manifest = new DashManifest();
        manifest.head(renditions);
        manifest.pictures(renditions.stream().filter(made -> made.rendition().isPicture()).toList());
        renditions.stream().filter(made -> !made.rendition().isPicture())
                .collect(Collectors.groupingBy(made -> MasterPlaylist.track(made).name(), LinkedHashMap::new, Collectors.toList()))
                .values().forEach(manifest::sounds);
        subtitles.forEach(manifest::text);
        return manifest.xml.append("  </Period>\n</MPD>\n").toString();
    }

    private void head(List<MeasuredRendition> renditions) {
        double end = renditions.stream().map(MeasuredRendition::playlist)
                .mapToDouble(playlist -> playlist.begin() - SubtitlePlaylist.BEGINNING + playlist.seconds()).max().orElse(0);
        long longest = renditions.stream().mapToLong(made -> made.playlist().target()).max().orElse(1);
        xml.append(text("""
                <?xml version="1.0" encoding="UTF-8"?>
                <MPD xmlns="urn:mpeg:dash:schema:mpd:2011" type="static" profiles="urn:mpeg:dash:profile:isoff-live:2011" \
                mediaPresentationDuration="PT%.3fS" maxSegmentDuration="PT%dS" minBufferTime="PT%dS">
                  <Period id="0" start="PT0S">
                """, end, longest + 1, longest));
    }

    private void pictures(List<MeasuredRendition> pictures) {
        if (!pictures.isEmpty()) {
            open("video", "video/mp4", Optional.empty());
            pictures.forEach(made -> representation(made, size(made), ""));
            close();
        }
    }

    private static String size(MeasuredRendition made) {
        return made.sample().video().map(stream -> " width=\"%d\" height=\"%d\"".formatted(stream.width(), stream.height())
                + (stream.frameRate().isPresent() ? rate(stream.frameRate().getAsDouble()) : "")).orElse("");
    }

    /** A whole number, or one divided by 1.001; any other rate is not told. */
    private static String rate(double counted) {
        double usual = MasterPlaylist.usual(counted);
        long whole = Math.round(usual);
        return usual == whole ? " frameRate=\"%d\"".formatted(whole)
                : usual == whole / 1.001 ? " frameRate=\"%d/1001\"".formatted(whole * 1000) : "";
    }

    /** One sound in all its bitrates. */
    private void sounds(List<MeasuredRendition> sounds) {
        Rendition.Track track = MasterPlaylist.track(sounds.get(0));
        open("audio", "audio/mp4", track.language());
        xml.append(text(ROLE, track.isDefault() ? "main" : "alternate")).append(text(LABEL, escaped(track.name())));
        for (MeasuredRendition made : sounds) {
            Optional<AudioStream> sound = made.sample().audio();
            representation(made, sound.map(stream -> " audioSamplingRate=\"%d\"".formatted(stream.sampleRate())).orElse(""),
                    sound.map(stream -> text(CHANNELS, stream.channels())).orElse(""));
        }
        close();
    }

    private void text(SubtitleRendition rendition) {
        open("text", "text/vtt", rendition.language());
        xml.append(text(ROLE, "subtitle"));
        if (rendition.isDefault()) {
            xml.append(text(ROLE, "main"));
        }
        xml.append(text(LABEL, escaped(rendition.name())));
        String folder = rendition.folder().getFileName().toString();
        xml.append(text("      <Representation id=\"%s\" bandwidth=\"%d\">\n        <BaseURL>%s/%s</BaseURL>\n      </Representation>\n",
                folder, TEXT_BANDWIDTH, folder, rendition.whole().getFileName()));
        close();
    }

    private void open(String type, String mimeType, Optional<Language> language) {
        xml.append(text("    <AdaptationSet id=\"%d\" contentType=\"%s\" mimeType=\"%s\"%s%s>\n", sets++, type, mimeType,
                language.map(tag -> " lang=\"" + tag.tag() + "\"").orElse(""),
                type.equals("text") ? "" : " segmentAlignment=\"true\" startWithSAP=\"1\""));
    }

    private void close() {
        xml.append("    </AdaptationSet>\n");
    }

    private void representation(MeasuredRendition made, String attributes, String elements) {
        String name = made.rendition().name();
        SegmentPlaylist playlist = made.playlist();
        xml.append(text("      <Representation id=\"%s\" bandwidth=\"%d\" codecs=\"%s\"%s>\n", name, made.peakBandwidth(),
                made.codec(), attributes)).append(elements);
        xml.append(text("        <SegmentTemplate timescale=\"%d\" presentationTimeOffset=\"%d\" startNumber=\"0\""
                + " initialization=\"%s/%s\" media=\"%s/%s\">\n          <SegmentTimeline>\n", SCALE,
                Math.round(SubtitlePlaylist.BEGINNING * SCALE), name, playlist.header().orElseThrow(), name,
                made.rendition().segmentPattern()));
        timeline(playlist);
        xml.append("          </SegmentTimeline>\n        </SegmentTemplate>\n      </Representation>\n");
    }

    /** Rounded so that the differences do not add up; segments of the same length are one line. */
    private void timeline(SegmentPlaylist playlist) {
        var durations = new ArrayList<Long>();
        double end = playlist.begin();
        long begin = Math.round(end * SCALE);
        long at = begin;
        for (SegmentPlaylist.Segment segment : playlist.segments()) {
            end += segment.seconds();
            durations.add(Math.round(end * SCALE) - at);
            at = Math.round(end * SCALE);
        }
        for (int i = 0; i < durations.size();) {
            int next = i + 1;
            while (next < durations.size() && durations.get(next).equals(durations.get(i))) {
                next++;
            }
            xml.append(text("            <S%s d=\"%d\"%s/>\n", i == 0 ? " t=\"" + begin + "\"" : "", durations.get(i),
                    next - i > 1 ? " r=\"" + (next - i - 1) + "\"" : ""));
            i = next;
        }
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    private static String text(String pattern, Object... values) {
        return String.format(Locale.ROOT, pattern, values);
    }
}
