package io.dromedary.media.ladder;

import io.dromedary.media.AudioStream;
import io.dromedary.media.PlanInputs;
import io.dromedary.media.Rendition;
import io.dromedary.media.SegmentFormat;
import io.dromedary.media.VideoStream;
import io.dromedary.media.format.AudioCodec;
import io.dromedary.media.format.VideoCodec;
import io.dromedary.media.option.AdaptiveOptions;
import io.dromedary.media.option.Clip;
import io.dromedary.media.option.SubtitleStyle;
import io.dromedary.media.picture.VideoEncode;
import io.dromedary.media.sound.SoundCoding;
import io.dromedary.media.sound.SoundEncode;
import io.dromedary.media.step.WatermarkImage;
import io.dromedary.media.subtitle.SubtitleTrack;
import io.dromedary.media.table.EncodingTable;
import io.dromedary.media.thumbnail.ThumbnailSheets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What the steps of an adaptive result need to know.
 *
 * @param options what the caller asked for
 * @param inputs the files that were fetched
 * @param picture the stream whose pictures are encoded; empty where there are none
 * @param sounds the streams whose sound is encoded; the first is the default
 * @param ladder the sizes; empty without pictures
 * @param soundBitrates of the sounds that are made, in stereo, in bits/s; empty without sound
 * @param mark the watermark
 * @param subtitles counted from the result's beginning
 * @param sheets of thumbnails, taken from the pictures of the top
 */
public record AdaptiveEncode(
        AdaptiveOptions options,
        PlanInputs inputs,
        EncodingTable table,
        Optional<VideoStream> picture,
        List<AudioStream> sounds,
        Optional<Ladder> ladder,
        List<Integer> soundBitrates,
        Optional<WatermarkImage> mark,
        List<SubtitleTrack> subtitles,
        Optional<ThumbnailSheets> sheets)
        implements SoundEncode {

    @Override
    public Path output() {
        return inputs.made().resolve("%v").resolve(Rendition.PLAYLIST);
    }

    @Override
    public Optional<AudioStream> sound() {
        return sounds.stream().findFirst();
    }

    /** The same with one of its sounds alone. */
    AdaptiveEncode with(AudioStream sound) {
        return new AdaptiveEncode(options, inputs, table, picture, List.of(sound), ladder, soundBitrates, mark, subtitles, sheets);
    }

    @Override
    public Clip clip() {
        return options.clip();
    }

    /** HLS players support AAC everywhere. */
    @Override
    public SoundCoding soundCoding() {
        return new SoundCoding(AudioCodec.AAC, table.audio().get(AudioCodec.AAC), options.quality(), OptionalInt.empty());
    }

    /** Subtitles that are not drawn into the pictures: they become renditions. */
    public List<SubtitleTrack> subtitlesAside() {
        return subtitles.stream().filter(track -> track.style() != SubtitleStyle.BURN_IN).toList();
    }

    /** From the largest to the smallest; none without pictures. */
    public List<Ladder.Rung> rungs() {
        return ladder.map(Ladder::rungs).orElse(List.of());
    }

    /** The format of the segments: DASH has MP4, and HLS allows H.265 in MP4 alone (Apple's authoring rules, 1.5). */
    public SegmentFormat segments() {
        return options.codec() == VideoCodec.H265 || options.packaging().dash() ? SegmentFormat.FMP4
                : options.packaging().segments().orElse(table.ladder().segmentFormat());
    }

    /**
     * The name of a sound, and of its folder.
     *
     * @param track its place among {@link #sounds}
     */
    public static String soundName(int bitrate, int track) {
        return "audio-" + bitrate / 1000 + "k" + (track == 0 ? "" : "-" + (track + 1));
    }

    /** The top of the ladder as a video of its own: the steps that make a video's pictures make these. */
    public VideoEncode top() {
        return new VideoEncode(options.asVideo(), inputs, table, output(), picture.orElseThrow(), sound(),
                ladder.orElseThrow().top(), mark, subtitles);
    }
}
