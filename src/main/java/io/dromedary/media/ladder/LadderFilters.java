package io.dromedary.media.ladder;

import io.dromedary.media.VideoStream;
import io.dromedary.media.ffmpeg.ArgumentBuilder;
import io.dromedary.media.picture.PictureSteps;
import io.dromedary.media.thumbnail.ThumbnailCommand;
import java.util.List;

/**
 * Makes the pictures of all rungs from one decoded stream: those of the top as for a video of that size, those of the
 * others and the thumbnails by scaling the top's.
 */
public final class LadderFilters {

    /** The label of the sheets of thumbnails. */
    static final String SHEETS = "[sheets]";

    private LadderFilters() {}

    public static void write(AdaptiveEncode encode, ArgumentBuilder arguments) {
        encode.picture().ifPresent(stream -> arguments.add("-filter_complex", graph(encode, stream)));
    }

    /** The label of the pictures of a rung. */
    static String label(int rung) {
        return "[rung" + rung + "]";
    }

    private static String graph(AdaptiveEncode encode, VideoStream stream) {
        var top = new ArgumentBuilder();
        PictureSteps.write(encode.top(), top);
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
