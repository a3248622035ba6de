package io.dromedary.media.ladder;

import io.dromedary.media.VideoStream;
import io.dromedary.media.ffmpeg.ArgumentBuilder;
import io.dromedary.media.ffmpeg.Arguments;
import io.dromedary.media.picture.BurnIn;
import io.dromedary.media.picture.Colours;
import io.dromedary.media.picture.CropAndScale;
import io.dromedary.media.picture.Deinterlace;
import io.dromedary.media.picture.Overlay;
import io.dromedary.media.picture.Pad;
import io.dromedary.media.picture.ToneMap;
import io.dromedary.media.picture.VideoEncode;
import io.dromedary.media.step.Step;
import io.dromedary.media.thumbnail.ThumbnailCommand;
import java.util.List;

/**
 * Makes the pictures of all rungs out of one decoded stream: those of the top as for a video of that size, those of
 * the others by scaling the top's. Thumbnails are made out of the top's too.
 */
public final class LadderFilters {

    private static final List<Step<? super VideoEncode>> TOP =
            List.of(Deinterlace::write, CropAndScale::write, ToneMap::write, Pad::write, Colours::write, BurnIn::write,
                    Overlay::write);

    /** What comes out of the graph for the sheets of thumbnails. */
    static final String SHEETS = "[sheets]";

    private LadderFilters() {}

    public static void write(AdaptiveEncode encode, ArgumentBuilder arguments) {
        encode.picture().ifPresent(stream -> arguments.add("-filter_complex", graph(encode, stream)));
    }

    /** What comes out of the graph for a rung. */
    static String label(int rung) {
        return "[rung" + rung + "]";
    }

    private static String graph(AdaptiveEncode encode, VideoStream stream) {
        var top = new ArgumentBuilder();
        encode.options().fps().ifPresent(fps -> top.filter("fps=" + Arguments.number(fps)));
        TOP.forEach(step -> step.write(encode.top(), top));
        List<Ladder.Rung> rungs = encode.rungs();
        top.filter("split=" + (rungs.size() + (encode.sheets().isPresent() ? 1 : 0)));
        var graph = new StringBuilder("[0:%d]%s".formatted(stream.index(), String.join(",", top.filters())));
        graph.append(label(0));
        for (int i = 1; i < rungs.size(); i++) {
            graph.append("[copy%d]".formatted(i));
        }
        encode.sheets().ifPresent(sheets ->
                graph.append("[shown];[shown]").append(ThumbnailCommand.filters(sheets, false)).append(SHEETS));
        for (int i = 1; i < rungs.size(); i++) {
            graph.append(";[copy%d]scale=%d:%d,setsar=1%s"
                    .formatted(i, rungs.get(i).width(), rungs.get(i).height(), label(i)));
        }
        return graph.toString();
    }
}
