package io.dromedary.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalDouble;

/** A result as the server reads it by itself, held against what ffprobe says of it. */
public final class ReadResult {

    /** Seconds: ffprobe counts a packet of sound more or less, and rounds to the movie's clock. */
    private static final double PACKET = 0.06;

    private ReadResult() {
    }

    /** Reads it as a job does; empty where it would ask ffprobe. */
    public static Optional<MediaFile> of(Path file) {
        try (var bytes = Files.newByteChannel(file)) {
            return ShippedMedia.media().read(file, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Fails where the two differ in anything that a job tells or compares.
     *
     * @return whether it was read, and not left to ffprobe
     */
    public static boolean agrees(Path file, String told) {
        Optional<MediaFile> result = of(file);
        result.ifPresent(read -> compare(read, Ffmpeg.result(file), told));
        return result.isPresent();
    }

    private static void compare(MediaFile read, MediaFile probed, String told) {
        assertThat(FileDescription.describe(read, null)).as(told).isEqualTo(FileDescription.describe(probed, null));
        assertThat(read.formats()).as(told).isEqualTo(probed.formats());
        assertThat(read.brand()).as(told).isEqualTo(probed.brand());
        assertThat(read.size()).as(told).isEqualTo(probed.size());
        assertThat(read.chapters()).as(told).isEqualTo(probed.chapters());
        if (!read.isStill()) {
            assertThat(read.bitrate()).as(told).isEqualTo(probed.bitrate());
            same(read.duration(), probed.duration(), 1e-6, told);
            assertThat(read.streams()).as(told).hasSameSizeAs(probed.streams());
        }
        for (int i = 0; i < read.streams().size(); i++) {
            MediaStream stream = read.streams().get(i);
            same(stream, probed.streams().get(i), read.isStill(), told);
            // No job asks when subtitles end.
            if (!MediaFile.isSubtitle(stream)) {
                same(read.end(stream), probed.end(probed.streams().get(i)), PACKET, told);
            }
        }
        assertThat(read.picture().map(VideoStream::index)).as(told).isEqualTo(probed.picture().map(VideoStream::index));
        assertThat(read.audio().map(AudioStream::index)).as(told).isEqualTo(probed.audio().map(AudioStream::index));
    }

    private static void same(MediaStream read, MediaStream probed, boolean still, String told) {
        assertThat(read).as(told).hasSameClassAs(probed);
        assertThat(read.codec()).as(told).isEqualTo(probed.codec());
        assertThat(read.index()).as(told).isEqualTo(probed.index());
        if (read instanceof VideoStream picture && probed instanceof VideoStream other) {
            assertThat(picture.storedWidth()).as(told).isEqualTo(other.storedWidth());
            assertThat(picture.storedHeight()).as(told).isEqualTo(other.storedHeight());
            assertThat(picture.width()).as(told).isEqualTo(other.width());
            assertThat(picture.height()).as(told).isEqualTo(other.height());
            assertThat(picture.rotation()).as(told).isEqualTo(other.rotation());
            assertThat(picture.attachedPicture()).as(told).isEqualTo(other.attachedPicture());
            if (!still) {
                same(picture.frameRate(), other.frameRate(), 1e-6, told);
            }
        } else if (read instanceof AudioStream sound && probed instanceof AudioStream other) {
            assertThat(sound.channels()).as(told).isEqualTo(other.channels());
            assertThat(sound.sampleRate()).as(told).isEqualTo(other.sampleRate());
        } else {
            assertThat(read).as(told).isEqualTo(probed);
        }
    }

    private static void same(OptionalDouble read, OptionalDouble probed, double tolerance, String told) {
        assertThat(read.isPresent()).as(told).isEqualTo(probed.isPresent());
        if (read.isPresent()) {
            assertThat(read.getAsDouble()).as(told).isCloseTo(probed.getAsDouble(), within(tolerance));
        }
    }
}
