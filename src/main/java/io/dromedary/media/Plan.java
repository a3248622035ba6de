package io.dromedary.media;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The commands to run, one after another, and their results.
 *
 * @param texts files to write before the first command, with their text
 * @param commands in their order
 * @param main the file whose URL is the job's output
 * @param more further published files that the result names, by what they are: {@code thumbnails}
 * @param waveform what is drawn into the main file when the commands are done
 * @param unprobed the description of the main file where ffprobe cannot read it
 * @param renditions the streams of an adaptive result, which {@code main} lists: it is written when they exist
 * @param subtitles of an adaptive result; their playlists and segments are written at the same time
 * @param expected what the result must have to be whole
 * @param sheets of thumbnails, which are among {@code more}
 * @param warnings what the result lacks of the input
 * @param how how the streams of the result come to be, where that is told
 */
public record Plan(
        Map<Path, String> texts,
        List<Command> commands,
        Path main,
        Map<String, Path> more,
        Optional<Waveform> waveform,
        Optional<UnprobedResult> unprobed,
        List<Rendition> renditions,
        List<SubtitleRendition> subtitles,
        ExpectedResult expected,
        List<ExpectedPicture> sheets,
        List<Warning> warnings,
        Optional<How> how) {

    public Plan {
        texts = Map.copyOf(texts);
        commands = List.copyOf(commands);
        more = Map.copyOf(more);
        renditions = List.copyOf(renditions);
        subtitles = List.copyOf(subtitles);
        sheets = List.copyOf(sheets);
        warnings = List.copyOf(warnings);
    }

    /** What an adaptive result calls its manifest of DASH. */
    public static final String DASH = "dash";

    /** Where the manifest of DASH goes, if there is one. */
    public Optional<Path> dash() {
        return Optional.ofNullable(more.get(DASH));
    }

    /** A plan without renditions. */
    public Plan(
            Map<Path, String> texts,
            List<Command> commands,
            Path main,
            Map<String, Path> more,
            Optional<Waveform> waveform,
            Optional<UnprobedResult> unprobed) {
        this(texts, commands, main, more, waveform, unprobed, List.of(), List.of(), ExpectedResult.ANY, List.of(), List.of(),
                Optional.empty());
    }

    /** A plan of an adaptive result: the command makes its streams, and its playlists are written after it. */
    public static Plan ofRenditions(
            Map<Path, String> texts,
            Command command,
            Path main,
            Map<String, Path> more,
            List<Rendition> renditions,
            List<SubtitleRendition> subtitles) {
        return new Plan(
                texts, List.of(command), main, more, Optional.empty(), Optional.empty(), renditions, subtitles,
                ExpectedResult.ANY, List.of(), List.of(), Optional.empty());
    }

    /** Does another plan run the same, whatever it knows of how long the input plays? */
    public boolean runsAs(Plan other) {
        return withoutLengths().equals(other.withoutLengths());
    }

    private Plan withoutLengths() {
        return new Plan(texts, commands.stream().map(Command::ofAnyDuration).toList(), main, more, waveform, unprobed, renditions,
                subtitles, ExpectedResult.ANY, sheets, warnings, how);
    }

    /** The same plan, whose result must be like this. */
    public Plan expecting(ExpectedResult result) {
        return new Plan(texts, commands, main, more, waveform, unprobed, renditions, subtitles, result, sheets, warnings, how);
    }

    /** The same plan, with these sheets of thumbnails. */
    public Plan with(List<ExpectedPicture> thumbnails) {
        return new Plan(texts, commands, main, more, waveform, unprobed, renditions, subtitles, expected, thumbnails, warnings, how);
    }

    /** The same plan with these warnings. */
    public Plan warning(List<Warning> lacks) {
        return new Plan(texts, commands, main, more, waveform, unprobed, renditions, subtitles, expected, sheets, lacks, how);
    }

    /** The same plan, whose result is made like this. */
    public Plan made(How ways) {
        return new Plan(texts, commands, main, more, waveform, unprobed, renditions, subtitles, expected, sheets, warnings,
                Optional.of(ways));
    }

    /** A plan whose commands make everything, and whose result ffprobe can read. */
    public Plan(Map<Path, String> texts, List<Command> commands, Path main, Map<String, Path> more) {
        this(texts, commands, main, more, Optional.empty(), Optional.empty());
    }

    /** The same, with commands before its own. */
    public Plan after(List<Command> before) {
        return new Plan(texts, Stream.concat(before.stream(), commands.stream()).toList(), main, more, waveform, unprobed,
                renditions, subtitles, expected, sheets, warnings, how);
    }

    /** The same, with further files to write before the first command. */
    public Plan writing(Map<Path, String> further) {
        var all = new HashMap<>(texts);
        all.putAll(further);
        return new Plan(all, commands, main, more, waveform, unprobed, renditions, subtitles, expected, sheets, warnings, how);
    }

    /** A plan of one command that makes one file. */
    public static Plan of(Command command, Path main) {
        return new Plan(Map.of(), List.of(command), main, Map.of());
    }
}
