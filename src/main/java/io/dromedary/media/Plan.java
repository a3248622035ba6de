package io.dromedary.media;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What to run, one after another, and what comes of it.
 *
 * @param texts files to write before the first command, with their text
 * @param commands in their order
 * @param main the file whose URL is the job's output
 * @param more further published files that the result names, by what they are: {@code thumbnails}
 * @param waveform what is drawn into the main file when the commands are done
 * @param told what to tell of the main file where ffprobe cannot read it
 * @param renditions the streams of an adaptive result, which {@code main} is to list: it is written when they are there
 */
public record Plan(
        Map<Path, String> texts,
        List<Command> commands,
        Path main,
        Map<String, Path> more,
        Optional<Waveform> waveform,
        Optional<ToldResult> told,
        List<Rendition> renditions) {

    public Plan {
        texts = Map.copyOf(texts);
        commands = List.copyOf(commands);
        more = Map.copyOf(more);
        renditions = List.copyOf(renditions);
    }

    /** A plan without renditions. */
    public Plan(
            Map<Path, String> texts,
            List<Command> commands,
            Path main,
            Map<String, Path> more,
            Optional<Waveform> waveform,
            Optional<ToldResult> told) {
        this(texts, commands, main, more, waveform, told, List.of());
    }

    /** A plan of what becomes an adaptive result: its streams are made by the command, its main file after it. */
    static Plan ofRenditions(Command command, Path main, List<Rendition> renditions) {
        return new Plan(
                Map.of(), List.of(command), main, Map.of(), Optional.empty(), Optional.empty(), renditions);
    }

    /** A plan whose commands make everything, and of whose result ffprobe tells. */
    public Plan(Map<Path, String> texts, List<Command> commands, Path main, Map<String, Path> more) {
        this(texts, commands, main, more, Optional.empty(), Optional.empty());
    }

    /** A plan of one command that makes one file. */
    static Plan of(Command command, Path main) {
        return new Plan(Map.of(), List.of(command), main, Map.of());
    }
}
