package io.dromedary.media.hls;

import io.dromedary.media.MeasuredRendition;
import io.dromedary.media.MediaFile;
import io.dromedary.media.MediaStream;
import io.dromedary.media.Rendition;
import io.dromedary.media.Renditions;
import io.dromedary.media.SegmentPlaylist;
import io.dromedary.media.SubtitleRendition;
import io.dromedary.media.probe.Probe;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** The renditions of HLS (RFC 8216). */
public final class HlsRenditions implements Renditions {

    @Override
    public List<String> probeArguments(Rendition rendition, Path sample) {
        return CodecString.arguments(sample, rendition.format());
    }

    @Override
    public List<Double> lengths(Rendition rendition, Stream<String> note, int segments, SegmentFiles files)
            throws IOException {
        return SegmentLengths.check(rendition, SegmentLengths.read(note, segments), files);
    }

    @Override
    public double begin(Rendition rendition, SegmentFiles files) throws IOException {
        return SegmentReader.of(rendition, files).begin(0);
    }

    @Override
    public MeasuredRendition measured(Rendition rendition, SegmentPlaylist playlist, List<Long> bytes, String probed) {
        return new MeasuredRendition(rendition, playlist, bytes, Probe.parse(probed), CodecString.parse(probed));
    }

    @Override
    public Map<Path, String> playlists(
            Path master, String prefix, List<MeasuredRendition> renditions, List<SubtitleRendition> subtitles,
            Optional<Path> dash) {
        var playlists = new LinkedHashMap<Path, String>();
        subtitles.forEach(rendition -> playlists.putAll(
                SubtitlePlaylist.files(rendition, renditions.get(0).playlist().seconds())));
        dash.ifPresent(manifest -> playlists.put(manifest, DashManifest.write(renditions, subtitles)));
        playlists.put(master, MasterPlaylist.write(prefix, renditions, subtitles));
        return playlists;
    }

    @Override
    public MediaFile asFile(List<MeasuredRendition> renditions, long size) {
        MeasuredRendition best = renditions.get(0);
        Optional<MeasuredRendition> sound = MasterPlaylist.soundOf(best, renditions);
        var streams = new ArrayList<MediaStream>(best.sample().streams());
        sound.ifPresent(other -> streams.addAll(other.sample().streams()));
        long bitrate = best.averageBandwidth() + sound.map(MeasuredRendition::averageBandwidth).orElse(0L);
        return new MediaFile(List.of("hls"), "", OptionalDouble.of(best.playlist().seconds()),
                OptionalLong.of(size), OptionalLong.of(bitrate), streams);
    }
}
