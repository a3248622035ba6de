package io.dromedary.media.hls;

import io.dromedary.media.AudioStream;
import io.dromedary.media.MeasuredRendition;
import io.dromedary.media.Rendition;
import io.dromedary.media.SegmentFormat;
import io.dromedary.media.SubtitleRendition;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Writes the master playlist (RFC 8216 §4.3.4) of renditions as they were made. */
final class MasterPlaylist {

    /** The highest bitrate of the first variant, with which players begin, in bits/s: usual networks carry it. */
    private static final long START = 2_500_000;

    private MasterPlaylist() {}

    static String write(
            String prefix, List<MeasuredRendition> renditions, List<SubtitleRendition> subtitles) {
        var lines = new ArrayList<String>(List.of("#EXTM3U"));
        boolean fragments = renditions.stream().anyMatch(made -> made.playlist().header().isPresent());
        lines.add("#EXT-X-VERSION:" + (fragments ? SegmentFormat.FMP4 : SegmentFormat.TS).version());
        lines.add("#EXT-X-INDEPENDENT-SEGMENTS");
        List<MeasuredRendition> pictures = renditions.stream().filter(made -> made.rendition().isPicture()).toList();
        List<MeasuredRendition> sounds = renditions.stream().filter(made -> !made.rendition().isPicture()).toList();
        subtitles.forEach(rendition -> lines.add(SubtitlePlaylist.group(prefix, rendition)));
        if (pictures.isEmpty()) {
            List<MeasuredRendition> defaults = sounds.stream().filter(sound -> track(sound).isDefault()).toList();
            boolean several = defaults.size() < sounds.size();
            sounds.stream().filter(sound -> several).forEach(sound -> lines.add(group(prefix, sound)));
            defaults.forEach(sound -> lines.addAll(variant(prefix, sound, several ? of(sound, sounds) : List.of(), subtitles)));
        } else {
            sounds.forEach(sound -> lines.add(group(prefix, sound)));
            beginningWithUsual(pictures).forEach(picture -> lines.addAll(variant(prefix, picture,
                    soundOf(picture, sounds).map(sound -> of(sound, sounds)).orElse(List.of()), subtitles)));
        }
        return String.join("\n", lines) + "\n";
    }

    /** All sounds of the group of one. */
    private static List<MeasuredRendition> of(MeasuredRendition sound, List<MeasuredRendition> all) {
        return all.stream().filter(other -> track(other).group().equals(track(sound).group())).toList();
    }

    /** The sound that goes with a picture: the default of its group. */
    static Optional<MeasuredRendition> soundOf(MeasuredRendition picture, List<MeasuredRendition> all) {
        return picture.rendition().sound().flatMap(name ->
                all.stream().filter(made -> made.rendition().name().equals(name)).findFirst());
    }

    static Rendition.Track track(MeasuredRendition sound) {
        return sound.rendition().track()
                .orElseGet(() -> new Rendition.Track(sound.rendition().name(), "Audio", Optional.empty(), true));
    }

    private static List<MeasuredRendition> beginningWithUsual(List<MeasuredRendition> pictures) {
        MeasuredRendition usual = pictures.stream().filter(made -> made.peakBandwidth() <= START)
                .findFirst().orElse(pictures.get(pictures.size() - 1));
        var order = new ArrayList<>(List.of(usual));
        pictures.stream().filter(made -> made != usual).forEach(order::add);
        return order;
    }

    private static String group(String prefix, MeasuredRendition sound) {
        Rendition.Track track = track(sound);
        int channels = sound.sample().audio().map(AudioStream::channels).orElse(2);
        return ("#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID=\"%s\",NAME=\"%s\",%sDEFAULT=%s,AUTOSELECT=YES,CHANNELS=\"%d\",URI=\"%s\"")
                .formatted(track.group(), track.name(),
                        track.language().map(language -> "LANGUAGE=\"" + language.tag() + "\",").orElse(""),
                        track.isDefault() ? "YES" : "NO", channels, prefix + uri(sound));
    }

    private static List<String> variant(
            String prefix, MeasuredRendition made, List<MeasuredRendition> sounds,
            List<SubtitleRendition> subtitles) {
        // Of sound alone, the variant is one of its group.
        List<MeasuredRendition> beside = sounds.contains(made) ? List.of() : sounds;
        long peak = made.peakBandwidth() + beside.stream().mapToLong(MeasuredRendition::peakBandwidth).max().orElse(0);
        long average = made.averageBandwidth() + beside.stream().mapToLong(MeasuredRendition::averageBandwidth).max().orElse(0);
        var line = new StringBuilder("#EXT-X-STREAM-INF:BANDWIDTH=%d,AVERAGE-BANDWIDTH=%d,CODECS=\"%s\""
                .formatted(peak, average, Stream.concat(Stream.of(made), beside.stream())
                        .map(MeasuredRendition::codec).distinct().collect(Collectors.joining(","))));
        made.sample().video().ifPresent(stream -> {
            line.append(",RESOLUTION=%dx%d".formatted(stream.width(), stream.height()));
            OptionalDouble rate = stream.frameRate();
            if (rate.isPresent()) {
                line.append(String.format(Locale.ROOT, ",FRAME-RATE=%.3f", usual(rate.getAsDouble())));
            }
        });
        sounds.stream().findFirst().ifPresent(other -> line.append(",AUDIO=\"%s\"".formatted(track(other).group())));
        if (!subtitles.isEmpty()) {
            line.append(",SUBTITLES=\"%s\"".formatted(SubtitlePlaylist.NAME));
        }
        return List.of(line.toString(), prefix + uri(made));
    }

    /**
     * Snaps a rate, which is slightly off when counted over one segment, to a whole number or one divided by 1.001.
     */
    static double usual(double rate) {
        double whole = Math.round(rate);
        double television = Math.round(rate * 1.001) / 1.001;
        double nearest = Math.abs(rate - whole) < Math.abs(rate - television) ? whole : television;
        return Math.abs(rate - nearest) < 0.0005 * rate ? nearest : rate;
    }

    private static String uri(MeasuredRendition made) {
        return made.rendition().name() + "/" + made.rendition().playlist().getFileName();
    }
}
