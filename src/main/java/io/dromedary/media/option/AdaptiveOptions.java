package io.dromedary.media.option;

import com.fasterxml.jackson.databind.JsonNode;
import io.dromedary.media.Attachment;
import io.dromedary.media.AudioTracks;
import io.dromedary.media.KindOptions;
import io.dromedary.media.MediaException;
import io.dromedary.media.format.Quality;
import io.dromedary.media.format.VideoCodec;
import io.dromedary.media.format.VideoFormat;
import io.dromedary.media.table.EncodingTable;
import java.nio.charset.Charset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * The options of kind {@code adaptive_video}.
 *
 * @param codec H.264 or H.265
 * @param quality the level looked up in {@link EncodingTable}
 * @param framing cut, and the largest size of the ladder
 * @param fps frames per second of the output; empty keeps the input's timing
 * @param clip the part to take
 * @param audio whether the input's sound is kept
 * @param picture whether the input's picture is kept
 * @param extras what is added to it and made beside it
 * @param keyUrl where the key is with which its segments are encrypted by AES-128; empty for a result that is not
 * @param audioTracks which sounds of the input it has; empty leaves that to the table
 * @param packaging the manifests, and the format of the segments
 */
public record AdaptiveOptions(
        VideoCodec codec,
        Quality quality,
        Framing framing,
        OptionalDouble fps,
        Clip clip,
        boolean audio,
        boolean picture,
        Extras extras,
        Optional<String> keyUrl,
        Optional<AudioTracks> audioTracks,
        Packaging packaging)
        implements KindOptions {

    private static final List<String> OF_PICTURE = List.of(
            "codec", "width", "height", "fit", "position", "background", "fps", "watermark", "thumbnails");

    /**
     * Reads the {@code options} object of a job. Types and ranges are those of the contract's schema; only the rules
     * between fields are checked here.
     *
     * @throws MediaException {@code invalid_input} when the end is not after the start, {@code audio} and {@code
     *     no_audio} contradict each other, a style is given without subtitles, a sheet of thumbnails would be too
     *     wide, or options of the picture are given without one
     */
    public static AdaptiveOptions of(JsonNode options) {
        var read = new OptionReader(options);
        return new AdaptiveOptions(
                read.word("codec", VideoCodec.values()).orElse(VideoCodec.H264),
                read.word("quality", Quality.values()).orElse(Quality.MEDIUM),
                read.framing(),
                read.number("fps"),
                read.clip(),
                VideoOptions.audio(read),
                picture(read),
                Extras.of(read, SubtitleStyle.SIDECAR, SubtitleStyle.SIDECAR),
                read.section("encryption").map(encryption -> encryption.text("key_url")),
                audioTracks(read),
                Packaging.of(read));
    }

    private static Optional<AudioTracks> audioTracks(OptionReader read) {
        Optional<AudioTracks> tracks = read.audioTracks("audio_tracks");
        if (tracks.isPresent() && !VideoOptions.audio(read)) {
            throw OptionReader.invalid("audio_tracks",
                    "'audio_tracks' is about the sound, which this job leaves out. Leave 'audio_tracks' out too.");
        }
        return tracks;
    }

    private static boolean picture(OptionReader read) {
        if (!read.flag("mute_video").orElse(false)) {
            return true;
        }
        if (!VideoOptions.audio(read)) {
            throw OptionReader.invalid("mute_video", "With 'mute_video' and without sound, nothing is left. Leave one of them out.");
        }
        OF_PICTURE.stream().filter(read::has).findFirst().ifPresent(field -> {
            throw OptionReader.invalid(field,
                    "'%s' is about the picture, which 'mute_video' leaves out. Leave one of them out.".formatted(field));
        });
        if (read.word("subtitle_style", SubtitleStyle.values()).filter(style -> style == SubtitleStyle.BURN_IN).isPresent()) {
            throw OptionReader.invalid("subtitle_style",
                    "'mute_video' leaves no picture to draw subtitles into. Send \"subtitle_style\": \"sidecar\".");
        }
        return false;
    }

    @Override
    public boolean drawsText() {
        return extras.drawsText();
    }

    @Override
    public Optional<Charset> subtitleEncoding() {
        return extras.subtitleEncoding();
    }

    @Override
    public Map<Attachment, String> attachments() {
        return extras.attachments();
    }

    /** The same as options of a video, for the steps that make its pictures. */
    public VideoOptions asVideo() {
        return new VideoOptions(VideoFormat.MP4, codec, quality, framing, fps, OptionalInt.empty(), clip,
                OptionalInt.empty(), audio, Optional.empty(), OptionalDouble.empty(), extras, false);
    }

    @Override
    public Optional<Part> part() {
        return clip.part();
    }
}
