package io.dromedary.media.probe;

import io.dromedary.media.AudioStream;
import io.dromedary.media.Command;
import io.dromedary.media.ExpectedFile;
import io.dromedary.media.MediaException;
import io.dromedary.media.MediaFile;
import io.dromedary.media.Timeline;
import io.dromedary.media.VideoStream;
import io.dromedary.media.ffmpeg.Arguments;
import io.dromedary.media.format.AllowedFormats;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Measures how long a file plays by its packets, none of which is decoded. FFmpeg's segment muxer prints when each
 * segment begins and ends; the segments themselves, which begin with a keyframe, hold nothing.
 */
public final class LengthMeasurement {

    /** Formats that FFmpeg searches for a time, and whose times may begin again, as where recordings were joined. */
    private static final Set<String> SEARCHED = Set.of("mpegts", "mpeg", "ogg");

    /** Pictures without times, so that packets tell nothing. */
    static final String TIMELESS = "mpegvideo";

    private static final Set<String> WAVES = Set.of("wav", "w64");

    /** Estimates that differ by less are the same: the last picture, or packet of sound, may not count. */
    private static final double SAME = 0.5;

    /** The least seconds of a segment; the longest one tells how far apart keyframes may be. */
    private static final int SEGMENT = 12;
    /** A segment that holds all sound. */
    private static final int WHOLE = 1_000_000_000;

    /**
     * Where the last packet of an Ogg ends after its sound, FFmpeg has a duration below 0, and counts it as unsigned: the
     * measurement would be 2^32 samples too long.
     */
    private static final String NO_WRAP = "setts=duration='if(gt(DURATION,2147483647),0,DURATION)'";

    private static final long EMPTY_MAX_BYTES = 4096;
    private static final Pattern LINE = Pattern.compile("(picture|sound)0,(-?\\d{1,12}\\.\\d{6}),(-?\\d{1,12}\\.\\d{6})");

    private LengthMeasurement() {}

    /**
     * The command that measures a complete file, whose standard output is for {@link #measured}; empty where its duration
     * is known, or it has nothing to play.
     *
     * @param maxStreams a file with more streams is not opened
     */
    public static Optional<Command> command(MediaFile file, Path input, AllowedFormats accepted, int maxStreams) {
        Optional<VideoStream> picture = file.video().filter(stream -> accepted.decodes(stream.codec()));
        Optional<AudioStream> sound = accepted.usableAudio(file);
        if (file.isStill() || file.knowsDuration() || file.formats().contains(TIMELESS) || picture.isEmpty() && sound.isEmpty()) {
            return Optional.empty();
        }
        var decoders = new ArrayList<String>();
        picture.ifPresent(stream -> decoders.addAll(accepted.decoders(stream.codec())));
        sound.ifPresent(stream -> decoders.addAll(accepted.decoders(stream.codec())));
        var arguments = new ArrayList<>(List.of("-nostdin", "-hide_banner", "-v", "error"));
        arguments.addAll(AllowedFormats.limits(file.formats(), maxStreams));
        arguments.addAll(List.of("-codec_whitelist", String.join(",", decoders), "-i", Arguments.fileUrl(input)));
        var makes = new ArrayList<ExpectedFile>();
        picture.ifPresent(stream -> add("picture", stream.index(), SEGMENT, arguments, makes));
        sound.ifPresent(stream -> add("sound", stream.index(), WHOLE, arguments, makes));
        return Optional.of(new Command("length", arguments, OptionalDouble.empty(), 1, makes));
    }

    /** Writes every segment over the one before. */
    private static void add(String name, int stream, int seconds, List<String> arguments, List<ExpectedFile> makes) {
        arguments.addAll(List.of("-map", "0:" + stream, "-c", "copy", "-copyinkf", "-bsf", NO_WRAP, "-map_metadata", "-1", "-map_chapters", "-1",
                "-avoid_negative_ts", "disabled", "-f", "segment", "-segment_format", "ffmetadata", "-segment_time",
                Integer.toString(seconds), "-segment_wrap", "1", "-segment_list_type", "csv", "-segment_list", "pipe:1",
                name + "%d"));
        makes.add(ExpectedFile.note(name + "0", EMPTY_MAX_BYTES));
    }

    /**
     * Reads what the command printed.
     *
     * @return the file with its duration; as it was, if nothing plays in it
     * @throws MediaException {@code input_corrupt} for other lines
     */
    public static MediaFile measured(MediaFile file, String printed) {
        double end = 0;
        double longest = 0;
        for (String line : printed.lines().toList()) {
            Matcher segment = LINE.matcher(line);
            if (!segment.matches()) {
                throw MediaException.of(MediaException.Kind.INPUT_CORRUPT,
                        "How long the input plays cannot be measured. Check that the file is whole and plays.");
            }
            end = Math.max(end, Double.parseDouble(segment.group(3)));
            if (segment.group(1).equals("picture")) {
                longest = Math.max(longest, Double.parseDouble(segment.group(3)) - Double.parseDouble(segment.group(2)));
            }
        }
        return end > 0 ? file.measured(end, new Timeline(longest, isContinuous(file, end))) : file;
    }

    private static boolean isContinuous(MediaFile file, double end) {
        // FFmpeg finds no moment in a WAV whose sound is compressed.
        boolean compressed = file.formats().stream().anyMatch(WAVES::contains)
                && file.audio().filter(sound -> sound.codec().startsWith("pcm_")).isEmpty();
        return !compressed && (file.formats().stream().noneMatch(SEARCHED::contains)
                || Math.abs(file.duration().orElse(end) - end) < SAME);
    }
}
