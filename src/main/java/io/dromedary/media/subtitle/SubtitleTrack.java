package io.dromedary.media.subtitle;

import io.dromedary.media.Language;
import io.dromedary.media.MediaException;
import io.dromedary.media.PlanInputs;
import io.dromedary.media.UniqueNames;
import io.dromedary.media.option.SubtitleFile;
import io.dromedary.media.option.SubtitleRequest;
import io.dromedary.media.option.SubtitleStyle;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Subtitles of one result.
 *
 * @param style how they are used
 * @param subtitles counted from the result's beginning
 * @param path the file that holds them, written before ffmpeg starts
 * @param name by which viewers choose them; no other of the result has it
 * @param isNamed whether the caller gave the name
 * @param language where the caller or the file says it
 * @param isDefault whether players show them unless the viewer chooses otherwise
 */
public record SubtitleTrack(
        SubtitleStyle style, Subtitles subtitles, Path path, String name, boolean isNamed, Optional<Language> language,
        boolean isDefault) {

    private static final String NAMELESS = "Subtitles";

    /**
     * Reads those that were fetched.
     *
     * @param start where the result begins in the input, in seconds
     * @param duration seconds of the result, where known
     * @return in the order of the request
     * @throws MediaException {@code input_unsupported} when they are not subtitles
     */
    public static List<SubtitleTrack> of(
            Optional<SubtitleRequest> request, PlanInputs inputs, double start, OptionalDouble duration) {
        var tracks = new ArrayList<SubtitleTrack>();
        var names = new UniqueNames();
        var endings = new UniqueNames();
        request.ifPresent(asked -> asked.files().forEach(file -> {
            String text = Optional.ofNullable(inputs.subtitles().get(file.attachment()))
                    .orElseThrow(() -> new IllegalStateException("The subtitles were not fetched"));
            Optional<Language> language = file.language().or(() -> SubtitleLanguage.of(file.url(), text));
            String name = names.take(file.label().or(() -> language.map(Language::englishName)).orElse(NAMELESS));
            Path path = switch (asked.style()) {
                case BURN_IN -> inputs.given().resolve("subtitles.ass");
                case EMBED -> inputs.given().resolve(file.attachment().fileName() + ".vtt");
                case SIDECAR -> inputs.result(ending(asked, file, language, endings));
            };
            tracks.add(new SubtitleTrack(asked.style(), SubtitleReader.read(text, file.attachment()).of(start, duration), path, name,
                    file.label().isPresent(), language, file.isDefault()));
        }));
        return List.copyOf(tracks);
    }

    /** Of several files beside the result, each has its language in its name, or a number. */
    private static String ending(SubtitleRequest asked, SubtitleFile file, Optional<Language> language, UniqueNames taken) {
        if (asked.files().size() == 1) {
            return ".vtt";
        }
        String own = language.map(Language::tag).orElse(Integer.toString(asked.files().indexOf(file) + 1));
        return "." + taken.take(own).replace(' ', '-') + ".vtt";
    }

    /** The file's text, for a result of this size. */
    public String text(int width, int height) {
        return style == SubtitleStyle.BURN_IN ? AdvancedSubStation.write(subtitles, width, height) : WebVtt.write(subtitles);
    }
}
