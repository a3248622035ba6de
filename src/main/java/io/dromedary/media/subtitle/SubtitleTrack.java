package io.dromedary.media.subtitle;

import io.dromedary.media.MediaException;
import io.dromedary.media.PlanInputs;
import io.dromedary.media.option.SubtitleRequest;
import io.dromedary.media.option.SubtitleStyle;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The subtitles of one result.
 *
 * @param style how they are used
 * @param subtitles counted from the result's beginning
 * @param path the file that holds them, written before ffmpeg starts
 */
public record SubtitleTrack(SubtitleStyle style, Subtitles subtitles, Path path) {

    /**
     * Reads those that were fetched.
     *
     * @param start where the result begins in the input, in seconds
     * @param duration seconds of the result, where known
     * @throws MediaException {@code input_unsupported} when they are not subtitles
     */
    public static Optional<SubtitleTrack> of(
            Optional<SubtitleRequest> request, PlanInputs inputs, double start, OptionalDouble duration) {
        return request.map(asked -> new SubtitleTrack(asked.style(),
                SubtitleReader.read(inputs.subtitles()
                                .orElseThrow(() -> new IllegalStateException("The subtitles were not fetched")))
                        .of(start, duration),
                switch (asked.style()) {
                    case BURN_IN -> inputs.given().resolve("subtitles.ass");
                    case EMBED -> inputs.given().resolve("subtitles.vtt");
                    case SIDECAR -> inputs.result(".vtt");
                }));
    }

    /** The file's text, for a result of this size. */
    public String text(int width, int height) {
        return style == SubtitleStyle.BURN_IN ? AdvancedSubStation.write(subtitles, width, height) : WebVtt.write(subtitles);
    }
}
