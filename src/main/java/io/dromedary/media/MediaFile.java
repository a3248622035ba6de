package io.dromedary.media;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * What ffprobe reports of a file.
 *
 * @param formats FFmpeg's names of the demuxer; one demuxer may have several, as {@code mov, mp4, m4a, …}
 * @param brand the four letters by which a file of the MP4 family says which member it is, such as {@code qt} or {@code
 *     isom}; trimmed, empty for other families
 * @param duration seconds; empty when the file does not declare it, as in a browser's recording
 * @param size bytes
 * @param bitrate bits/s over the whole file
 * @param streams every stream, in the file's order
 * @param header what its own header says, if it is a picture
 */
public record MediaFile(
        List<String> formats,
        String brand,
        OptionalDouble duration,
        OptionalLong size,
        OptionalLong bitrate,
        List<MediaStream> streams,
        Optional<PictureHeader> header) {

    /** Brands of still pictures in the MP4 family: AVIF (AV1-AVIF §8) and HEIF (ISO/IEC 23008-12). */
    private static final Set<String> STILL_BRANDS = Set.of("avif", "heic", "heix", "mif1");

    private static final Set<String> DECLARING = Set.of("mov", "matroska", "gif", "apng");

    public MediaFile {
        formats = List.copyOf(formats);
        streams = List.copyOf(streams);
    }

    /** A file of which ffprobe says everything. */
    public MediaFile(List<String> formats, String brand, OptionalDouble duration, OptionalLong size, OptionalLong bitrate,
            List<MediaStream> streams) {
        this(formats, brand, duration, size, bitrate, streams, Optional.empty());
    }

    /** The moving picture a player would choose: the stream marked as default, else the first. Cover art does not count. */
    public Optional<VideoStream> video() {
        return ofType(VideoStream.class)
                .filter(stream -> !stream.attachedPicture())
                .reduce((best, next) -> next.isDefault() && !best.isDefault() ? next : best);
    }

    /** The picture to make a still of: that which moves, else the cover. */
    public Optional<VideoStream> picture() {
        return video().or(() -> ofType(VideoStream.class).findFirst());
    }

    /** Whether it is of a format of pictures that may move, whose duration can be relied on. */
    public boolean isAnimation() {
        return formats.contains("gif") || formats.contains("apng");
    }

    /** Whether its duration is declared by its format; FFmpeg estimates that of others by their bitrate. */
    public boolean declaresDuration() {
        return duration.isPresent() && formats.stream().anyMatch(DECLARING::contains);
    }

    /** The sound a player would choose: the stream marked as default, else the first. */
    public Optional<AudioStream> audio() {
        return audio(stream -> true);
    }

    /** Whether the file is one still picture. */
    public boolean isStill() {
        return formats.stream().anyMatch(f -> f.endsWith("_pipe")) || STILL_BRANDS.contains(brand);
    }

    /** Whether it has what a result of this kind must have: sound with a duration, or else a picture. */
    public boolean holds(Kind kind) {
        return kind == Kind.AUDIO ? audio().isPresent() && duration.isPresent() : picture().isPresent();
    }

    /** As {@link #audio()}, among the streams that are wanted. */
    public Optional<AudioStream> audio(Predicate<AudioStream> wanted) {
        return ofType(AudioStream.class)
                .filter(wanted)
                // Keeps the earlier of two equals, so that the file's order decides.
                .reduce((best, next) -> next.isDefault() && !best.isDefault() ? next : best);
    }

    private <T extends MediaStream> Stream<T> ofType(Class<T> type) {
        return streams.stream().filter(type::isInstance).map(type::cast);
    }
}
