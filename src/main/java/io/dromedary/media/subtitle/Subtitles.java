package io.dromedary.media.subtitle;

import java.util.List;
import java.util.OptionalDouble;

/**
 * Subtitles reduced to times, text, italics, bold and underlining. They are rewritten for FFmpeg, so that nothing of
 * the caller's file reaches it but text without meaning to it.
 *
 * @param cues by their start
 */
public record Subtitles(List<Cue> cues) {

    public Subtitles {
        cues = List.copyOf(cues);
    }

    /** The subtitles of a part of the input, counted from the part's start and cut at its end. */
    public Subtitles of(double start, OptionalDouble duration) {
        double end = start + duration.orElse(Double.MAX_VALUE / 2);
        return new Subtitles(cues.stream().filter(cue -> cue.end() > start && cue.start() < end)
                .map(cue -> new Cue(
                        Math.max(cue.start(), start) - start, Math.min(cue.end(), end) - start, cue.lines()))
                .toList());
    }
}
