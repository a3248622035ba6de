package io.dromedary.work;

import io.dromedary.media.ByteRange;
import io.dromedary.media.KindOptions;
import io.dromedary.media.Media;
import io.dromedary.media.MediaFile;
import io.dromedary.media.PictureHeader;
import io.dromedary.storage.Download;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;

/** Reads what is here of a file that is fetched. */
record FetchedContent(Download download, Media media) {

    /** Reads an open file. */
    private interface Reading<F, T> {
        T of(F file) throws IOException;
    }

    /** Opens a file. */
    private interface Opening<F> {
        F open() throws IOException;
    }

    private static <F extends Closeable, T> T of(Opening<F> opening, Reading<F, T> reading) {
        try (F file = opening.open()) {
            return reading.of(file);
        } catch (IOException e) {
            throw new UncheckedIOException("The input cannot be read back", e);
        }
    }

    /** Its first bytes, which tell what it is. */
    byte[] head() {
        return of(() -> Files.newInputStream(download.content()), bytes -> bytes.readNBytes(Media.HEAD_BYTES));
    }

    /** What its own header says, if it is a picture. */
    Optional<PictureHeader> header() {
        return of(() -> Files.newByteChannel(download.content()), media::header);
    }

    /** The same, with what its own index says. */
    MediaFile indexed(MediaFile probed) {
        return of(download::reader, bytes -> media.indexed(probed, bytes));
    }

    /** Which bytes of it are read by a job with these options; empty for all of them. */
    List<ByteRange> read(MediaFile probed, KindOptions options) {
        return of(download::reader, bytes -> media.read(probed, options, bytes));
    }

    /** Where its index is, as its beginning tells. */
    Optional<ByteRange> index() {
        return of(download::reader, media::index);
    }

    /** Does a program make the same of it that reads it from its beginning to its end? */
    boolean isInOrder(MediaFile probed) {
        return of(download::reader, bytes -> media.isInOrder(probed, bytes));
    }

    /**
     * Checks that it is not cut off, and gives what is known of it then.
     *
     * @throws io.dromedary.media.MediaException {@code input_corrupt}
     */
    MediaFile whole(MediaFile probed) {
        return of(() -> Files.newByteChannel(download.content()), file -> media.whole(probed, file));
    }
}
