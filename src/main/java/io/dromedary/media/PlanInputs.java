package io.dromedary.media;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The inputs of a plan: the files that were fetched, and where the results go.
 *
 * @param file what ffprobe reports of the input
 * @param input the input
 * @param given the folder of what commands read
 * @param made the folder that a command writes to; what it was expected to make is moved from there
 * @param out the folder of the results, where the commands that follow read them; all of it is published
 * @param stem the name of the results without extension, safe for every file system
 * @param watermark the picture to lay over the result, where one is asked for
 * @param subtitles the texts of the subtitles that are asked for, by their files
 * @param measured the report of {@link Planner#measurement}
 * @param clips those that are joined, of which the input is the first; empty where the input is the only one
 * @param joint how a command reads the clips, once that is planned; the file is then what they are together
 */
public record PlanInputs(
        MediaFile file,
        Path input,
        Path given,
        Path made,
        Path out,
        String stem,
        Optional<Picture> watermark,
        Map<Attachment, String> subtitles,
        Optional<String> measured,
        List<Clip> clips,
        Optional<Joint> joint) {

    public PlanInputs {
        clips = List.copyOf(clips);
        subtitles = Map.copyOf(subtitles);
    }

    /** An input that is the only one. */
    public PlanInputs(
            MediaFile file, Path input, Path given, Path made, Path out, String stem, Optional<Picture> watermark,
            Map<Attachment, String> subtitles, Optional<String> measured) {
        this(file, input, given, made, out, stem, watermark, subtitles, measured, List.of(), Optional.empty());
    }

    /** In place of a file: the input is read from the standard input of the command. */
    public static final Path PIPE = Path.of("pipe:0");

    /** Is the input read from standard input? */
    public boolean isPiped() {
        return input.equals(PIPE);
    }

    /**
     * One of several clips that are joined.
     *
     * @param start seconds from its beginning
     * @param end seconds from its beginning; empty for its end
     * @param name what messages call it
     */
    public record Clip(Path path, MediaFile file, double start, OptionalDouble end, String name) {}

    /** A picture beside the input. */
    public record Picture(Path path, MediaFile file) {}

    /** An input alone, whose results need not be moved. */
    public static PlanInputs of(MediaFile file, Path input, Path given, Path out, String stem) {
        return new PlanInputs(
                file, input, given, out, out, stem, Optional.empty(), Map.of(), Optional.empty());
    }

    /** The same with another name for the results. */
    public PlanInputs named(String name) {
        return new PlanInputs(file, input, given, made, out, name, watermark, subtitles, measured, clips, joint);
    }

    /** A file that one command makes for a later one, where the later one reads it. */
    public Path between(String name) {
        return (made.equals(out) ? made : given).resolve(name);
    }

    /** The same with another input. */
    public PlanInputs reading(Path other, MediaFile of) {
        return new PlanInputs(of, other, given, made, out, stem, watermark, subtitles, measured, clips, joint);
    }

    /** The same that joins these clips. */
    public PlanInputs joining(List<Clip> several) {
        return new PlanInputs(file, input, given, made, out, stem, watermark, subtitles, measured, several, joint);
    }

    /** The same, whose clips are read in this way, and are this together. */
    public PlanInputs joined(Joint way, MediaFile together) {
        return new PlanInputs(together, input, given, made, out, stem, watermark, subtitles, measured, clips, Optional.of(way));
    }

    /** The number of the first input of a command that is none of the media. */
    public int beside() {
        return joint.map(Joint::inputs).orElse(1);
    }

    /** The same with another watermark. */
    public PlanInputs marked(Picture picture) {
        return new PlanInputs(file, input, given, made, out, stem, Optional.of(picture), subtitles, measured,
                clips, joint);
    }

    /** A result with this ending after the stem, such as {@code .mp4}. */
    public Path result(String ending) {
        return out.resolve(stem + ending);
    }

    /** The same result where the command that makes it writes it. */
    public Path made(String ending) {
        return made.resolve(stem + ending);
    }
}
