package io.dromedary.media.option;

import com.fasterxml.jackson.databind.JsonNode;
import io.dromedary.media.Attachment;
import io.dromedary.media.KindOptions;
import io.dromedary.media.Language;
import io.dromedary.media.MediaException;
import io.dromedary.media.format.Quality;
import io.dromedary.media.format.VideoCodec;
import io.dromedary.media.format.VideoFormat;
import io.dromedary.media.table.EncodingTable;
import java.nio.charset.Charset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/**
 * The options of kind {@code video}.
 *
 * @param format the output's format
 * @param codec a codec that the format may hold
 * @param quality the level looked up in {@link EncodingTable}; ignored when {@code bitrate} is given, which is more
 *     exact
 * @param framing size and cut
 * @param fps frames per second of the output; empty keeps the input's timing
 * @param bitrate bits/s of the picture; empty for constant quality
 * @param clip the part to take
 * @param frames number of pictures after which the output ends
 * @param audio whether the input's sound is kept
 * @param audioLanguage of the sound that is kept; empty for the one that players choose
 * @param targetLufs the loudness of the result, in LUFS; empty leaves it unchanged
 * @param extras what is added to it and made beside it
 * @param copies whether streams that already are as asked for are copied
 */
public record VideoOptions(
        VideoFormat format,
        VideoCodec codec,
        Quality quality,
        Framing framing,
        OptionalDouble fps,
        OptionalInt bitrate,
        Clip clip,
        OptionalInt frames,
        boolean audio,
        Optional<Language> audioLanguage,
        OptionalDouble targetLufs,
        Extras extras,
        boolean copies)
        implements KindOptions {

    /**
     * Reads the {@code options} object of a job. Types and ranges are those of the contract's schema; only the rules
     * between fields are checked here.
     *
     * @throws MediaException {@code invalid_input} when a codec does not go into the format, the end is not after the
     *     start, or options of the sound contradict each other
     */
    public static VideoOptions of(JsonNode options) {
        var read = new OptionReader(options);
        VideoFormat format = read.word("format", VideoFormat.values()).orElse(VideoFormat.MP4);
        VideoCodec codec = read.word("codec", VideoCodec.values()).orElse(format.codecs().get(0));
        checkPair(codec, format);
        return new VideoOptions(
                format,
                codec,
                read.word("quality", Quality.values()).orElse(Quality.MEDIUM),
                read.framing(),
                read.number("fps"),
                read.integer("bitrate"),
                read.clip(),
                read.integer("frames"),
                audio(read),
                audioLanguage(read),
                targetLufs(read),
                extras(read),
                read.flag("copy").orElse(true));
    }

    private static Extras extras(OptionReader read) {
        Extras extras = Extras.of(read, SubtitleStyle.BURN_IN, SubtitleStyle.EMBED);
        extras.subtitles().ifPresent(SubtitleRequest::checkFilesOfVideo);
        return extras;
    }

    /** The same for one of several clips that are joined: of this size and rate, and with nothing added yet. */
    public VideoOptions ofClip(Framing size, double rate, Clip part) {
        return new VideoOptions(format, codec, quality, size, OptionalDouble.of(rate), bitrate, part, OptionalInt.empty(),
                audio, audioLanguage, OptionalDouble.empty(), new Extras(Optional.empty(), Optional.empty(), Optional.empty()), false);
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

    private static Optional<Language> audioLanguage(OptionReader read) {
        if (!read.has("audio_language")) {
            return Optional.empty();
        }
        if (!audio(read)) {
            throw OptionReader.invalid("audio_language",
                    "'audio_language' is about the sound, which this job leaves out. Leave 'audio_language' out too.");
        }
        return Optional.of(read.language("audio_language"));
    }

    private static OptionalDouble targetLufs(OptionReader read) {
        OptionalDouble target = read.targetLufs();
        if (target.isPresent() && !audio(read)) {
            throw OptionReader.invalid("normalize",
                    "'normalize' is about the sound, which this job leaves out. Leave 'normalize' out too.");
        }
        return target;
    }

    private static void checkPair(VideoCodec codec, VideoFormat format) {
        if (!format.codecs().contains(codec)) {
            throw OptionReader.invalid(
                    "codec",
                    "%s does not go into %s. Use codec %s, or format %s."
                            .formatted(
                                    codec.wireName(),
                                    format.wireName(),
                                    either(format.codecs().stream().map(VideoCodec::wireName).toList()),
                                    either(formatsOf(codec))));
        }
    }

    private static List<String> formatsOf(VideoCodec codec) {
        return List.of(VideoFormat.values()).stream()
                .filter(format -> format.codecs().contains(codec))
                .map(VideoFormat::wireName)
                .toList();
    }

    private static String either(List<String> words) {
        return String.join(" or ", words);
    }

    static boolean audio(OptionReader read) {
        var kept = new LinkedHashMap<String, Boolean>();
        read.flag("audio").ifPresent(audio -> kept.put("audio", audio));
        read.flag("no_audio").ifPresent(without -> kept.put("no_audio", !without));
        read.flag("mute").ifPresent(mute -> kept.put("mute", !mute));
        if (kept.values().stream().distinct().count() > 1) {
            String last = List.copyOf(kept.keySet()).get(kept.size() - 1);
            throw OptionReader.invalid(last, kept.keySet().stream().map(name -> "'" + name + "'")
                    .collect(Collectors.joining(" and ")) + " say the opposite of each other. Send only one of them.");
        }
        return kept.values().stream().findFirst().orElse(true);
    }

    @Override
    public Optional<Part> part() {
        return clip.part();
    }
}
