package io.dromedary.media.probe;

import io.dromedary.media.MediaException;
import io.dromedary.media.MediaFile;
import io.dromedary.media.header.DeclaredEnd;
import io.dromedary.media.header.PictureEnd;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.util.Optional;

/** Checks that a file is all there, where it says how many bytes it has, or has a mark at its end. */
public final class WholeFile {

    /** Bytes: programs that count their own heads wrongly are no reason to refuse a file. */
    private static final long MISCOUNTED = 16;

    private WholeFile() {}

    /**
     * Checks a file.
     *
     * @param file what is known of it
     * @param bytes the complete file
     * @return the same; of a JPEG that lacks nothing but its end, that too
     * @throws MediaException {@code input_corrupt} when it is cut off
     */
    public static MediaFile check(MediaFile file, SeekableByteChannel bytes) throws IOException {
        long has = bytes.size();
        long declared = DeclaredEnd.of(bytes).orElse(has);
        if (declared - has > MISCOUNTED) {
            throw MediaException.of(MediaException.Kind.INPUT_CORRUPT,
                    "The input is cut off: by its header it has %d bytes, of which %d are missing. Send it whole."
                            .formatted(declared, declared - has));
        }
        Optional<String> missing = PictureEnd.missing(bytes);
        if (missing.isPresent() && PictureEnd.isNothingElseMissing(bytes)) {
            return file.withoutEnd();
        }
        if (missing.isPresent()) {
            throw MediaException.of(MediaException.Kind.INPUT_CORRUPT,
                    "The input is cut off: %s is missing, and with it a part of the picture. Send it whole.".formatted(missing.get()));
        }
        return file;
    }
}
