package io.dromedary.media.hls;

import io.dromedary.media.AudioStream;
import io.dromedary.media.MeasuredRendition;
import io.dromedary.media.SegmentFormat;
import io.dromedary.media.SubtitleRendition;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

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
            sounds.forEach(sound -> lines.addAll(variant(prefix, sound, Optional.empty(), subtitles)));
        } else {
            sounds.forEach(sound -> lines.add(group(prefix, sound)));
            beginningWithUsual(pictures).forEach(picture ->
                    lines.addAll(variant(prefix, picture, soundOf(picture, sounds), subtitles)));
        }
        return String.join("\n", lines) + "\n";
    }

    /** The sound that goes with a picture. */
    static Optional<MeasuredRendition> soundOf(MeasuredRendition picture, List<MeasuredRendition> all) {
        return picture.rendition().sound().flatMap(name ->
                all.stream().filter(made -> made.rendition().name().equals(name)).findFirst());
    }

    private static List<MeasuredRendition> beginningWithUsual(List<MeasuredRendition> pictures) {
        MeasuredRendition usual = pictures.stream().filter(made -> made.peakBandwidth() <= START)
                .findFirst().orElse(pictures.get(pictures.size() - 1));
        var order = new ArrayList<>(List.of(usual));
        pictures.stream().filter(made -> made != usual).forEach(order::add);
        return order;
    }

    private static String group(String prefix, MeasuredRendition sound) {
        String name = sound.rendition().name();
        int channels = sound.sample().audio().map(AudioStream::channels).orElse(2);
        return ("#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID=\"%s\",NAME=\"Audio\",DEFAULT=YES,AUTOSELECT=YES,CHANNELS=\"%d\","
                + "URI=\"%s\"").formatted(name, channels, prefix + uri(sound));
    }

    private static List<String> variant(
            String prefix, MeasuredRendition made, Optional<MeasuredRendition> sound,
            List<SubtitleRendition> subtitles) {
        long peak = made.peakBandwidth() + sound.map(MeasuredRendition::peakBandwidth).orElse(0L);
        long average = made.averageBandwidth() + sound.map(MeasuredRendition::averageBandwidth).orElse(0L);
        var line = new StringBuilder("#EXT-X-STREAM-INF:BANDWIDTH=%d,AVERAGE-BANDWIDTH=%d,CODECS=\"%s\""
                .formatted(peak, average, made.codec() + sound.map(other -> "," + other.codec()).orElse("")));
        made.sample().video().ifPresent(stream -> {
            line.append(",RESOLUTION=%dx%d".formatted(stream.width(), stream.height()));
            OptionalDouble rate = stream.frameRate();
            if (rate.isPresent()) {
                line.append(String.format(Locale.ROOT, ",FRAME-RATE=%.3f", usual(rate.getAsDouble())));
            }
        });
        sound.ifPresent(other -> line.append(",AUDIO=\"%s\"".formatted(other.rendition().name())));
        if (!subtitles.isEmpty()) {
            line.append(",SUBTITLES=\"%s\"".formatted(SubtitlePlaylist.NAME));
        }
        return List.of(line.toString(), prefix + uri(made));
    }

    /**
     * Snaps a rate, which is slightly off when counted over one segment, to a whole number or one divided by 1.001.
     */
    private static double usual(double rate) {
        double whole = Math.round(rate);
        double television = Math.round(rate * 1.001) / 1.001;
        double nearest = Math.abs(rate - whole) < Math.abs(rate - television) ? whole : television;
        return Math.abs(rate - nearest) < 0.0005 * rate ? nearest : rate;
    }

    private static String uri(MeasuredRendition made) {
        return made.rendition().name() + "/" + made.rendition().playlist().getFileName();
    }
}
