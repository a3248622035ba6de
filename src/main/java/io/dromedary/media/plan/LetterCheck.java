package io.dromedary.media.plan;

import io.dromedary.media.Command;
import io.dromedary.media.Plan;
import io.dromedary.media.PlanInputs;
import io.dromedary.media.Warning;
import io.dromedary.media.ffmpeg.ArgumentBuilder;
import io.dromedary.media.ffmpeg.FilterEscaping;
import io.dromedary.media.option.SubtitleStyle;
import io.dromedary.media.step.Output;
import io.dromedary.media.subtitle.AdvancedSubStation;
import io.dromedary.media.subtitle.Cue;
import io.dromedary.media.subtitle.SubtitleTrack;
import io.dromedary.media.subtitle.Subtitles;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Finds the letters of subtitles that no installed font has: libass draws boxes for them, and only warns. They are drawn
 * once, into one small picture, since the warnings of a whole video would be as many as its pictures.
 */
final class LetterCheck {

    private static final String NAME = "check-letters";
    private static final String FILE = "letters.ass";
    private static final int WIDTH = 640;
    private static final int HEIGHT = 360;
    /** More are of the same scripts. */
    private static final int MOST = 400;
    private static final int IN_LINE = 40;
    /** Letters that every font has, and characters that have no shape. */
    private static final int BASIC = 0x7F;
    private static final int SHOWN = 10;
    /** A part of the work that is too small to be seen. */
    private static final double WEIGHT = 0.01;

    /** libass' message, which has been the same since its version 0.14. */
    private static final Pattern MISSING = Pattern.compile("failed to find any fallback with glyph 0x([0-9A-F]{1,6}) ");

    private LetterCheck() {}

    /** The same plan, which begins with the check if it draws subtitles that have such letters. */
    static Plan before(Plan plan, List<SubtitleTrack> tracks, PlanInputs inputs) {
        List<String> letters = tracks.stream().filter(each -> each.style() == SubtitleStyle.BURN_IN)
                .flatMap(track -> letters(track).stream()).toList();
        if (letters.isEmpty()) {
            return plan;
        }
        Path file = inputs.given().resolve(FILE);
        return plan.after(List.of(command(file))).writing(Map.of(file, text(letters)));
    }

    /** Whether this is the check, whose messages tell what is missing. */
    static boolean isCheck(Command command) {
        return command.name().equals(NAME);
    }

    /** What the messages of the check say: of damaged ones, nothing. */
    static Optional<Warning> missing(String messages) {
        List<String> letters = MISSING.matcher(messages).results().map(found -> Integer.parseInt(found.group(1), 16))
                .filter(letter -> Character.isDefined(letter) && !Character.isISOControl(letter)).distinct().limit(SHOWN)
                .map(Character::toString).toList();
        return letters.isEmpty() ? Optional.empty() : Optional.of(new Warning(Warning.Kind.LETTERS_MISSING,
                ("No font of this server has some letters of the subtitles, which are drawn as boxes, such as %s. A font for"
                        + " them must be installed (Debian's package fonts-noto-cjk, or another one).").formatted(String.join(" ", letters))));
    }

    private static List<String> letters(SubtitleTrack track) {
        return track.subtitles().cues().stream().flatMap(cue -> cue.lines().stream()).flatMap(List::stream)
                .flatMapToInt(span -> span.text().codePoints()).distinct()
                .filter(letter -> letter > BASIC && Character.isDefined(letter) && !Character.isSpaceChar(letter)
                        && Character.getType(letter) != Character.FORMAT)
                .limit(MOST).mapToObj(Character::toString).toList();
    }

    private static String text(List<String> letters) {
        var lines = new ArrayList<List<Cue.Span>>();
        for (int i = 0; i < letters.size(); i += IN_LINE) {
            String line = letters.subList(i, Math.min(i + IN_LINE, letters.size())).stream().collect(Collectors.joining(" "));
            lines.add(List.of(new Cue.Span(line, false, false, false)));
        }
        return AdvancedSubStation.write(new Subtitles(List.of(new Cue(0, 1, lines))), WIDTH, HEIGHT);
    }

    private static Command command(Path file) {
        var arguments = new ArgumentBuilder().add("-nostdin", "-hide_banner", "-v", "warning", "-f", "lavfi", "-i",
                "color=s=%dx%d:r=1:d=1".formatted(WIDTH, HEIGHT), "-vf", "ass=filename=" + FilterEscaping.escaped(file.toString()),
                "-frames:v", "1");
        Output.discard(arguments);
        return new Command(NAME, arguments.build(), OptionalDouble.of(1), WEIGHT, List.of());
    }
}
