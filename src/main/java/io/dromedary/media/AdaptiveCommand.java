package io.dromedary.media;

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

    static Command build(AdaptiveEncode encode) {
        var draft = new Draft();
        STEPS.forEach(step -> step.write(encode, draft));
        return Command.encode(draft.arguments(), encode.clip().expected(encode.file().duration()));
    }
}
