package io.dromedary.media.probe;

import io.dromedary.media.MediaException;
import io.dromedary.media.MediaFile;
import io.dromedary.media.header.DeclaredEnd;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;

/** Checks that a video or a sound is all there, where it says how many bytes it has. */
public final class WholeFile {

    /** Bytes: programs that count their own heads wrongly are no reason to refuse a file. */
    private static final long MISCOUNTED = 16;

    private WholeFile() {}

    /**
     * Checks a file. A still is left to those who decode it.
     *
     * @param file what ffprobe reports of it
     * @param bytes the complete file
     * @throws MediaException {@code input_corrupt} when it is cut off
     */
    public static void check(MediaFile file, SeekableByteChannel bytes) throws IOException {
        long has = bytes.size();
        long declared = file.isStill() ? has : DeclaredEnd.of(bytes).orElse(has);
        if (declared - has > MISCOUNTED) {
            throw MediaException.of(MediaException.Kind.INPUT_CORRUPT,
                    "The input is cut off: by its header it has %d bytes, of which %d are missing. Send it whole."
                            .formatted(declared, declared - has));
        }
    }
}
