package io.dromedary.media.plan;

import io.dromedary.media.ExpectedResult;
import io.dromedary.media.FileDescription;
import io.dromedary.media.MediaFile;
import io.dromedary.media.UnprobedResult;
import io.dromedary.media.probe.AnimatedWebp;
import java.io.IOException;
import java.io.InputStream;

/**
 * Reads an animated WebP: FFmpeg 5.1 writes it but cannot read it.
 *
 * @param expected what it must be; its encoder joins pictures that are alike, so that it has no rate
 */
record AnimatedWebpResult(ExpectedResult.Picture expected) implements UnprobedResult {

    @Override
    public Found read(InputStream file, long bytes) throws IOException {
        MediaFile found = AnimatedWebp.read(file, bytes);
        // Pictures that are all alike become one, which has no time.
        var picture = new ExpectedResult.Picture(expected.width(), expected.height(),
                found.duration().isPresent() ? expected.length() : ExpectedResult.Length.ANY, expected.rate());
        return new Found(FileDescription.describe(found, null), ExpectedResult.of(picture).difference(found));
    }
}
