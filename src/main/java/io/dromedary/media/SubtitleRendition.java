package io.dromedary.media;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Subtitles of an adaptive result, in segments, with a playlist of their own.
 *
 * @param folder of its files, beside the master playlist
 * @param name by which viewers choose it; no other of the result has it
 * @param language where it is known
 * @param isDefault whether players show it unless the viewer chooses otherwise
 * @param cues by their start
 */
public record SubtitleRendition(
        Path folder, String name, Optional<Language> language, boolean isDefault, List<Cue> cues) {

    public SubtitleRendition {
        cues = List.copyOf(cues);
    }

    /**
     * One cue.
     *
     * @param start seconds from the beginning of the result
     * @param end seconds from the beginning of the result
     * @param text of WebVTT, with the empty line before it
     */
    public record Cue(double start, double end, String text) {}

    /** The file of all cues, on the clock of the result. */
    public Path whole() {
        return folder.resolve("subtitles.vtt");
    }
}
