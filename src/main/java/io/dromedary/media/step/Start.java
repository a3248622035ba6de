package io.dromedary.media.step;

import io.dromedary.media.MediaFile;
import io.dromedary.media.Timeline;
import io.dromedary.media.VideoStream;
import io.dromedary.media.ffmpeg.ArgumentBuilder;
import io.dromedary.media.ffmpeg.Arguments;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * How a clip that starts later than its input is read: FFmpeg seeks to some time before the start, which is many times
 * faster than decoding up to it, and filters drop what comes before. The start is counted from the file's own first
 * time, also where that is not 0.
 *
 * @param seek seconds to which FFmpeg seeks; 0 reads from the beginning
 * @param cut  seconds from the beginning of what is read to the start; 0 where FFmpeg itself drops what comes before
 */
public record Start(double seek, double cut) {

    /** Formats with an index of all pictures: FFmpeg begins with the last keyframe that is decoded before a moment. */
    private static final Set<String> BY_DECODING = Set.of("mov");

    /** Formats with an index of their keyframes, by which FFmpeg finds the one before a moment. */
    private static final Set<String> INDEXED = Set.of("matroska");

    /** Formats in which FFmpeg repairs times, and takes those below 0 for wrong. */
    private static final Set<String> REPAIRED = Set.of("mpegts", "mpeg", "ogg");

    /** Seconds that are enough for what is decoded, or stored, in another order than it is shown. */
    private static final double REORDERED = 1;

    /** The least of these seconds where the index tells them: sound needs some to begin, and times are rounded. */
    private static final double BEGUN = 0.5;
    private static final double ROUNDED = 0.1;
    /** Pictures by which one is shown later than it is decoded, in what encoders make, where no index tells. */
    private static final double SHOWN_LATER = 8;

    /**
     * In other formats FFmpeg finds a moment, but not a keyframe: it has to begin so early that there is one in between.
     * Broadcasters and cameras have one every few seconds.
     */
    private static final double USUAL_LEAD = 12;

    /** Seconds that are added to all times after seeking, so that none is below 0; more than 10 would be a jump. */
    private static final double AHEAD = 3;

    /** Derives it from the clip. */
    public static Start of(Encode encode) {
        double start = encode.clip().start();
        if (!encode.file().timeline().map(Timeline::continuous).orElse(true)) {
            // Where times begin again, only reading from the beginning finds a moment.
            return new Start(0, start);
        }
        if (encode.picture().isEmpty() && !is(encode, REPAIRED)) {
            return new Start(start, 0);
        }
        double seek = Math.max(0, start - lead(encode));
        return new Start(seek, seek > 0 ? start - seek + AHEAD : start);
    }

    private static double lead(Encode encode) {
        return encode.picture().isPresent() ? lead(encode.file()) : REORDERED;
    }

    /** How many seconds before the first of its pictures that are used FFmpeg is told to begin. */
    public static double lead(MediaFile file) {
        if (is(file, BY_DECODING)) {
            return file.video().flatMap(file::track).map(track -> Math.max(BEGUN, track.shownLater() + ROUNDED))
                    .orElseGet(() -> Math.max(REORDERED, SHOWN_LATER / rate(file)));
        }
        return is(file, INDEXED) ? REORDERED : file.timeline().map(found -> found.lead() + REORDERED).orElse(USUAL_LEAD);
    }

    private static double rate(MediaFile file) {
        return file.video().map(VideoStream::frameRate).orElse(OptionalDouble.empty()).orElse(SHOWN_LATER);
    }

    private static boolean is(Encode encode, Set<String> formats) {
        return is(encode.file(), formats);
    }

    private static boolean is(MediaFile file, Set<String> formats) {
        return file.formats().stream().anyMatch(formats::contains);
    }

    /** Writes the options of the input. */
    static void write(Encode encode, ArgumentBuilder arguments) {
        Start start = of(encode);
        if (start.seek > 0) {
            if (start.cut > 0) {
                // Otherwise FFmpeg drops what comes before, and with it the picture that stands at the start.
                arguments.add("-noaccurate_seek", "-itsoffset", Arguments.number(AHEAD));
            }
            arguments.add("-ss", Arguments.number(start.seek));
        }
    }

    /**
     * Keeps the picture of a file of which only the sound is used: without it, FFmpeg would count the times of some formats
     * from the first sound.
     */
    public static void keepClock(Encode encode, ArgumentBuilder arguments) {
        if (is(encode, REPAIRED)) {
            encode.file().video().filter(stream -> encode.picture().isEmpty()).ifPresent(stream -> {
                arguments.add("-map", "0:" + stream.index());
                DurationLimit.write(encode, arguments);
                arguments.add("-c", "copy", "-f", "null", "-");
            });
        }
    }

    /** Drops the sound before the start. This goes before the other filters on it. */
    public static void sound(Encode encode, ArgumentBuilder arguments) {
        String cut = Arguments.number(of(encode).cut);
        if (encode.sound().isPresent() && !cut.equals("0")) {
            arguments.sound("atrim=start=" + cut, "asetpts=PTS-" + cut + "/TB");
        }
    }
}
