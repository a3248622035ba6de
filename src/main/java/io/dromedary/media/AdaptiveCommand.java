package io.dromedary.media;

import java.util.ArrayList;
import java.util.List;

/** Builds the command that makes all renditions of an adaptive result in one run, from one decoded picture. */
final class AdaptiveCommand {

    private static final List<Step<? super AdaptiveEncode>> STEPS =
            List.of(
                    Guard::write,
                    Seek::write,
                    InputLimits::write,
                    Input::write,
                    OtherInputs::write,
                    LadderFilters::write,
                    LadderMaps::write,
                    Length::write,
                    LadderPictures::write,
                    LadderSounds::write,
                    HlsSegments::write,
                    Progress::write,
                    HlsOutput::write,
                    SheetsOutput::write);

    private AdaptiveCommand() {}

    static Command build(AdaptiveEncode encode, List<Rendition> renditions) {
        var draft = new Draft();
        STEPS.forEach(step -> step.write(encode, draft));
        return Command.encode(draft.arguments(), encode.clip().expected(encode.file().duration()),
                makes(encode, renditions));
    }

    /** An input may play longer than it says, but not longer than any input may. */
    private static List<Made> makes(AdaptiveEncode encode, List<Rendition> renditions) {
        EncodingTable table = encode.table();
        int segments = (int) Math.ceil(table.input().maxSeconds() / table.ladder().segmentSeconds()) + 1;
        var makes = new ArrayList<Made>();
        renditions.forEach(rendition -> makes.addAll(rendition.makes(segments)));
        encode.sheets().ifPresent(sheets -> makes.add(sheets.made(encode.material())));
        return makes;
    }
}
