package io.dromedary.media;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What to run, one after another, and what comes of it.
 *
 * @param texts files to write before the first command, with their text
 * @param commands in their order
 * @param main the file whose URL is the job's output
 * @param more further published files that the result names, by what they are: {@code thumbnails}
 * @param renditions the streams of an adaptive result, which {@code main} is to list: it is written when they are there
 */
public record Plan(Map<Path, String> texts, List<Command> commands, Path main, Map<String, Path> more,
        List<Rendition> renditions) {

    public Plan {
        texts = Map.copyOf(texts);
        commands = List.copyOf(commands);
        more = Map.copyOf(more);
        renditions = List.copyOf(renditions);
    }

    /** A plan whose commands make all of its files. */
    public Plan(Map<Path, String> texts, List<Command> commands, Path main, Map<String, Path> more) {
        this(texts, commands, main, more, List.of());
    }

    /** A plan of one command that makes one file. */
    static Plan of(Command command, Path main) {
        return new Plan(Map.of(), List.of(command), main, Map.of());
    }
}
