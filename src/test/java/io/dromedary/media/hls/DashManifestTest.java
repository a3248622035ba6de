package io.dromedary.media.hls;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromedary.media.AudioStream;
import io.dromedary.media.ExpectedResult;
import io.dromedary.media.Language;
import io.dromedary.media.MeasuredRendition;
import io.dromedary.media.MediaFile;
import io.dromedary.media.MediaStream;
import io.dromedary.media.Rendition;
import io.dromedary.media.SegmentFormat;
import io.dromedary.media.SegmentPlaylist;
import io.dromedary.media.SubtitleRendition;
import io.dromedary.media.VideoStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** The manifest of DASH: the times of the segments as they were measured. */
class DashManifestTest {

    @Test
    void everyRenditionHasTheTimesOfItsSegments() {
        var video = new VideoStream(0, "h264", 426, 240, 426, 240, "yuv420p", OptionalDouble.of(30000 / 1001.0), 0, false, false, true,
                new VideoStream.Colour("tv", "bt709", "bt709", "bt709"));
        var made = List.of(
                made("240p", Optional.empty(), 10.033, List.of(6.0, 6.0, 0.5), video, "avc1.640015"),
                made("audio-96k", Optional.of(new Rendition.Track("audio-96k", "Tom & Co", Optional.of(new Language("en")), true)), 9.98,
                        List.of(6.0000003, 6.0000003, 0.6), new AudioStream(0, "aac", 2, 48000, true), "mp4a.40.2"));
        var subtitles = new SubtitleRendition(Path.of("/out/subtitles"), "German", Optional.of(new Language("de")), false, List.of());

        assertThat(DashManifest.write(made, List.of(subtitles))).isEqualTo("""
                <?xml version="1.0" encoding="UTF-8"?>
                <MPD xmlns="urn:mpeg:dash:schema:mpd:2011" type="static" profiles="urn:mpeg:dash:profile:isoff-live:2011" \
                mediaPresentationDuration="PT12.580S" maxSegmentDuration="PT7S" minBufferTime="PT6S">
                  <Period id="0" start="PT0S">
                    <AdaptationSet id="0" contentType="video" mimeType="video/mp4" segmentAlignment="true" startWithSAP="1">
                      <Representation id="240p" bandwidth="8000" codecs="avc1.640015" width="426" height="240" frameRate="30000/1001">
                        <SegmentTemplate timescale="1000000" presentationTimeOffset="10000000" startNumber="0" \
                initialization="240p/init_0.mp4" media="240p/segment-$Number$.m4s">
                          <SegmentTimeline>
                            <S t="10033000" d="6000000" r="1"/>
                            <S d="500000"/>
                          </SegmentTimeline>
                        </SegmentTemplate>
                      </Representation>
                    </AdaptationSet>
                    <AdaptationSet id="1" contentType="audio" mimeType="audio/mp4" lang="en" segmentAlignment="true" startWithSAP="1">
                      <Role schemeIdUri="urn:mpeg:dash:role:2011" value="main"/>
                      <Label>Tom &amp; Co</Label>
                      <Representation id="audio-96k" bandwidth="8000" codecs="mp4a.40.2" audioSamplingRate="48000">
                        <AudioChannelConfiguration schemeIdUri="urn:mpeg:dash:23003:3:audio_channel_configuration:2011" value="2"/>
                        <SegmentTemplate timescale="1000000" presentationTimeOffset="10000000" startNumber="0" \
                initialization="audio-96k/init_0.mp4" media="audio-96k/segment-$Number$.m4s">
                          <SegmentTimeline>
                            <S t="9980000" d="6000000"/>
                            <S d="6000001"/>
                            <S d="600000"/>
                          </SegmentTimeline>
                        </SegmentTemplate>
                      </Representation>
                    </AdaptationSet>
                    <AdaptationSet id="2" contentType="text" mimeType="text/vtt" lang="de">
                      <Role schemeIdUri="urn:mpeg:dash:role:2011" value="subtitle"/>
                      <Label>German</Label>
                      <Representation id="subtitles" bandwidth="1000">
                        <BaseURL>subtitles/subtitles.vtt</BaseURL>
                      </Representation>
                    </AdaptationSet>
                  </Period>
                </MPD>
                """);
    }

    private static MeasuredRendition made(
            String name, Optional<Rendition.Track> track, double begin, List<Double> seconds, MediaStream stream, String codec) {
        var rendition = new Rendition(name, track.isEmpty(), Optional.empty(), Path.of("/out", name, "stream.m3u8"), SegmentFormat.FMP4,
                OptionalInt.of(0), 9, ExpectedResult.ANY, track, Optional.empty());
        var sample = new MediaFile(List.of("mov"), "", OptionalDouble.of(6), OptionalLong.empty(), OptionalLong.empty(), List.of(stream));
        return new MeasuredRendition(rendition, SegmentPlaylist.of(rendition, seconds).beginning(begin),
                seconds.stream().map(each -> Math.round(each * 1000)).toList(), sample, codec);
    }
}
