package io.dromedary.media;

import java.util.ArrayList;
import java.util.List;

/** Builds the command that makes all renditions of an adaptive result in one run, from one decoded picture. */
final class AdaptiveCommand {

    private static final List<Step<? super AdaptiveEncode>> STEPS =
            List.of(
                    QuietMode::write,
                    Seek::write,
                    InputLimits::write,
                    Input::write,
                    OtherInputs::write,
                    LadderFilters::write,
                    LadderStreams::write,
                    DurationLimit::write,
                    LadderPictures::write,
                    LadderSounds::write,
                    HlsSegments::write,
                    ProgressReports::write,
                    HlsOutput::write,
                    LadderThumbnails::write);

    private AdaptiveCommand() {}

    static Command build(AdaptiveEncode encode, List<Rendition> renditions) {
        var arguments = new ArgumentBuilder();
        STEPS.forEach(step -> step.write(encode, arguments));
        return Command.encode(arguments.build(), encode.clip().expected(encode.file().duration()),
                makes(encode, renditions));
    }

    /** An input may play longer than it says, but not longer than any input may. */
    private static List<ExpectedFile> makes(AdaptiveEncode encode, List<Rendition> renditions) {
        EncodingTable table = encode.table();
        int segments = (int) Math.ceil(table.input().maxSeconds() / table.ladder().segmentSeconds()) + 1;
        var makes = new ArrayList<ExpectedFile>();
        renditions.forEach(rendition -> makes.addAll(rendition.makes(segments)));
        encode.sheets().ifPresent(sheets -> makes.add(sheets.made(encode.inputs())));
        return makes;
    }
}
