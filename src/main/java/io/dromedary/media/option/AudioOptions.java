package io.dromedary.media.option;

import com.fasterxml.jackson.databind.JsonNode;
import io.dromedary.media.KindOptions;
import io.dromedary.media.MediaException;
import io.dromedary.media.format.AudioFormat;
import io.dromedary.media.format.Quality;
import io.dromedary.media.table.EncodingTable;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * The options of kind {@code audio}.
 *
 * @param format the output's format
 * @param quality the level looked up in {@link EncodingTable}: the bitrate or, of a lossless format, the depth; ignored
 *     when {@code bitrate} is given, which is more exact
 * @param bitrate bits/s
 * @param clip the part to take
 * @param targetLufs the loudness of the result, in LUFS; empty leaves it unchanged
 * @param waveformPoints the number of peaks of a waveform in place of the sound; empty for the sound
 * @param copies whether a sound that already is as asked for is copied
 */
public record AudioOptions(
        AudioFormat format,
        Quality quality,
        OptionalInt bitrate,
        Clip clip,
        OptionalDouble targetLufs,
        OptionalInt waveformPoints,
        boolean copies)
        implements KindOptions {

    /** The contract's default of {@code waveform_points}. */
    private static final int USUAL_POINTS = 200;

    /** Options about the encoding of the sound, which mean nothing for a waveform. */
    private static final List<String> OF_SOUND = List.of("format", "quality", "bitrate", "normalize", "copy");

    /**
     * Reads the {@code options} object of a job. Types and ranges are those of the contract's schema; only the rules
     * between fields are checked here.
     *
     * @throws MediaException {@code invalid_input} when the end is not after the start, a bitrate is given for a
     *     lossless format, or an option has no effect on a waveform
     */
    public static AudioOptions of(JsonNode options) {
        var read = new OptionReader(options);
        AudioFormat format = read.word("format", AudioFormat.values()).orElse(AudioFormat.MP3);
        OptionalInt bitrate = read.integer("bitrate");
        if (bitrate.isPresent() && !format.codec().isLossy()) {
            throw OptionReader.invalid("bitrate", ("%s keeps every sample, so it has no bitrate to choose. Leave 'bitrate' out,"
                    + " or use format mp3, aac, m4a, ogg or opus.").formatted(format.wireName()));
        }
        return new AudioOptions(format, read.word("quality", Quality.values()).orElse(Quality.MEDIUM), bitrate,
                read.clip(), read.targetLufs(), waveformPoints(read), read.flag("copy").orElse(true));
    }

    /** The same of another part. */
    public AudioOptions of(Clip part) {
        return new AudioOptions(format, quality, bitrate, part, targetLufs, waveformPoints, copies);
    }

    private static OptionalInt waveformPoints(OptionReader read) {
        if (!read.has("waveform")) {
            if (read.has("waveform_points")) {
                throw OptionReader.invalid("waveform_points",
                        "'waveform_points' is for a waveform. Send \"waveform\": \"json\" with it.");
            }
            return OptionalInt.empty();
        }
        OF_SOUND.stream().filter(read::has).findFirst().ifPresent(field -> {
            throw OptionReader.invalid(field, ("The output is a waveform as JSON, on which '%s' has no effect. Leave it out, or"
                    + " make the sound by a job of its own.").formatted(field));
        });
        return OptionalInt.of(read.integer("waveform_points").orElse(USUAL_POINTS));
    }

    @Override
    public Optional<Part> part() {
        return clip.part();
    }
}
