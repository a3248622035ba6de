package io.dromedary.work;

import io.dromedary.media.ByteRange;
import io.dromedary.media.KindOptions;
import io.dromedary.media.Media;
import io.dromedary.media.MediaFile;
import io.dromedary.media.PictureHeader;
import io.dromedary.storage.Download;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;

/** Reads what is here of a file that is fetched. */
record FetchedContent(Download download, Media media) {

    /** Its first bytes, which tell what it is. */
    byte[] head() {
        try (InputStream bytes = Files.newInputStream(download.content())) {
            return bytes.readNBytes(Media.HEAD_BYTES);
        } catch (IOException e) {
            throw new UncheckedIOException("The input cannot be read back", e);
        }
    }

    /** What its own header says, if it is a picture. */
    Optional<PictureHeader> header() {
        try (var file = Files.newByteChannel(download.content())) {
            return media.header(file);
        } catch (IOException e) {
            throw new UncheckedIOException("The input cannot be read back", e);
        }
    }

    /** The same, with what its own index says. */
    MediaFile indexed(MediaFile probed) {
        try (SeekableByteChannel bytes = download.reader()) {
            return media.indexed(probed, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException("The input cannot be read back", e);
        }
    }

    /** Which bytes of it are read by a job with these options; empty for all of them. */
    List<ByteRange> read(MediaFile probed, KindOptions options) {
        try (SeekableByteChannel bytes = download.reader()) {
            return media.read(probed, options, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException("The input cannot be read back", e);
        }
    }

    /** Where its index is, as its beginning tells. */
    Optional<ByteRange> index() {
        try (SeekableByteChannel bytes = download.reader()) {
            return media.index(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException("The input cannot be read back", e);
        }
    }

    /** Does a program make the same of it that reads it from its beginning to its end? */
    boolean isInOrder(MediaFile probed) {
        try (SeekableByteChannel bytes = download.reader()) {
            return media.isInOrder(probed, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException("The input cannot be read back", e);
        }
    }

    /**
     * Checks that it is not cut off, and gives what is known of it then.
     *
     * @throws io.dromedary.media.MediaException {@code input_corrupt}
     */
    MediaFile whole(MediaFile probed) {
        try (var file = Files.newByteChannel(download.content())) {
            return media.whole(probed, file);
        } catch (IOException e) {
            throw new UncheckedIOException("The input cannot be read back", e);
        }
    }
}
