package io.dromedary.media.plan;

import io.dromedary.media.Command;
import io.dromedary.media.ExpectedFile;
import io.dromedary.media.Rendition;
import io.dromedary.media.ffmpeg.ArgumentBuilder;
import io.dromedary.media.ladder.AdaptiveEncode;
import io.dromedary.media.ladder.HlsSegments;
import io.dromedary.media.ladder.LadderFilters;
import io.dromedary.media.ladder.LadderPictures;
import io.dromedary.media.ladder.LadderSounds;
import io.dromedary.media.ladder.LadderStreams;
import io.dromedary.media.ladder.LadderThumbnails;
import io.dromedary.media.step.DurationLimit;
import io.dromedary.media.step.Inputs;
import io.dromedary.media.step.Output;
import io.dromedary.media.step.QuietMode;
import io.dromedary.media.step.Step;
import io.dromedary.media.table.EncodingTable;
import java.util.ArrayList;
import java.util.List;

/** Builds the command that makes all renditions of an adaptive result in one run, from one decoded picture. */
final class AdaptiveCommand {

    private static final List<Step<? super AdaptiveEncode>> STEPS =
            List.of(
                    QuietMode::write,
                    Inputs::write,
                    LadderFilters::write,
                    LadderStreams::write,
                    DurationLimit::write,
                    LadderPictures::write,
                    LadderSounds::write,
                    HlsSegments::write,
                    AdaptiveCommand::output,
                    LadderThumbnails::write);

    private AdaptiveCommand() {}

    static Command build(AdaptiveEncode encode, List<Rendition> renditions) {
        return Command.encode(Step.arguments(STEPS, encode), encode.clip().expected(encode.file().duration()),
                makes(encode, renditions));
    }

    /**
     * Names the playlists, with {@code %v} for the renditions' names. FFmpeg makes their folders, and would take {@code
     * file:} for the name of one; a relative or absolute path is not an option or a protocol either.
     */
    private static void output(AdaptiveEncode encode, ArgumentBuilder arguments) {
        Output.write(encode.output().toString(), arguments);
    }

    /** An input may play longer than it declares, but not longer than the limit. */
    private static List<ExpectedFile> makes(AdaptiveEncode encode, List<Rendition> renditions) {
        EncodingTable table = encode.table();
        int segments = (int) Math.ceil(table.input().maxSeconds() / table.ladder().segmentSeconds()) + 1;
        var makes = new ArrayList<ExpectedFile>();
        renditions.forEach(rendition -> makes.addAll(rendition.makes(segments)));
        encode.sheets().ifPresent(sheets -> makes.add(sheets.made(encode.inputs())));
        return makes;
    }
}
