package io.dromedary.media.ladder;

import io.dromedary.media.ffmpeg.ArgumentBuilder;
import io.dromedary.media.ffmpeg.Arguments;
import io.dromedary.media.thumbnail.ThumbnailCommand;

/**
 * Writes the sheets of thumbnails, which {@link LadderFilters} makes from the top's pictures, beside the playlists.
 */
public final class LadderThumbnails {

    private LadderThumbnails() {}

    public static void write(AdaptiveEncode encode, ArgumentBuilder arguments) {
        encode.sheets().ifPresent(sheets -> {
            arguments.add("-map", LadderFilters.SHEETS);
            arguments.add(ThumbnailCommand.coding(sheets));
            arguments.add(Arguments.fileUrl(sheets.pattern(encode.inputs())));
        });
    }
}
