package io.dromedary.media;

import java.util.List;
import java.util.Map;
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
 * @param duration seconds; empty when it is unknown, as that of a browser's recording before it is measured
 * @param size bytes
 * @param bitrate bits/s over the whole file
 * @param streams every stream, in the file's order
 * @param spans when streams begin and end, by their numbers; those of which that is not known are missing
 * @param chapters number of chapters
 * @param timeline what reading all of it has shown; empty when that was not done
 * @param header what its own header says, if it is a picture
 * @param tracks what its index says of its tracks, if that was read, in the file's order; covers are not tracks
 */
public record MediaFile(
        List<String> formats,
        String brand,
        OptionalDouble duration,
        OptionalLong size,
        OptionalLong bitrate,
        List<MediaStream> streams,
        Map<Integer, Span> spans,
        int chapters,
        Optional<Timeline> timeline,
        Optional<PictureHeader> header,
        List<IndexedTrack> tracks) {

    /** FFmpeg's names of the MP4 family, as it lists them for each file of it. */
    public static final List<String> MP4_FAMILY = List.of("mov", "mp4", "m4a", "3gp", "3g2", "mj2");

    /** Brands of still pictures in the MP4 family: AVIF (AV1-AVIF §8) and HEIF (ISO/IEC 23008-12). */
    private static final Set<String> STILL_BRANDS = Set.of("avif", "heic", "heix", "mif1");

    private static final Set<String> DECLARING = Set.of("mov", "matroska", "gif", "apng");

    public MediaFile {
        formats = List.copyOf(formats);
        streams = List.copyOf(streams);
        spans = Map.copyOf(spans);
        tracks = List.copyOf(tracks);
    }

    /** A file of which no more is known. */
    public MediaFile(
            List<String> formats, String brand, OptionalDouble duration, OptionalLong size, OptionalLong bitrate,
            List<MediaStream> streams) {
        this(formats, brand, duration, size, bitrate, streams, Map.of(), 0, Optional.empty(), Optional.empty(), List.of());
    }

    /** Seconds from the file's beginning at which a stream begins and ends. */
    public record Span(double start, double end) {}

    /** When a stream ends, in seconds from the file's beginning, where its file says so. */
    public OptionalDouble end(MediaStream stream) {
        Span span = spans.get(stream.index());
        return span == null ? OptionalDouble.empty() : OptionalDouble.of(span.end());
    }

    /** The same file, after all of it was read. */
    public MediaFile measured(double seconds, Timeline found) {
        return new MediaFile(formats, brand, OptionalDouble.of(seconds), size, bitrate, streams, spans, chapters,
                Optional.of(found), header, tracks);
    }

    /** The same file with what its own header says: of its picture too, if that differs from ffprobe. */
    public MediaFile with(PictureHeader found, List<? extends MediaStream> corrected) {
        return new MediaFile(formats, brand, duration, size, bitrate, List.copyOf(corrected), spans, chapters, timeline,
                Optional.of(found), tracks);
    }

    /** The same picture, which lacks nothing but its end. */
    public MediaFile withoutEnd() {
        return new MediaFile(formats, brand, duration, size, bitrate, streams, spans, chapters, timeline,
                header.map(PictureHeader::withoutEnd), tracks);
    }

    /** The same file with what its index says; nothing of it where it has tracks that ffprobe did not find. */
    public MediaFile indexed(List<IndexedTrack> found) {
        return new MediaFile(formats, brand, duration, size, bitrate, streams, spans, chapters, timeline, header,
                found.size() <= streams.size() ? found : List.of());
    }

    /** The same file, whose streams last for other times than ffprobe says. */
    public MediaFile lasting(double seconds, Map<Integer, Span> found) {
        return new MediaFile(formats, brand, OptionalDouble.of(seconds), size, bitrate, streams, found, chapters, timeline,
                header, tracks);
    }

    /** What the index says of a stream. */
    public Optional<IndexedTrack> track(MediaStream stream) {
        return stream.index() < tracks.size() ? Optional.of(tracks.get(stream.index())) : Optional.empty();
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
        return formats.contains("gif") || formats.contains("apng") || formats.contains("webp");
    }

    /**
     * Whether its duration can be relied on: it was measured, or its format declares it. FFmpeg estimates that of others
     * by their bitrate, or by the times at their ends.
     */
    public boolean knowsDuration() {
        return duration.isPresent() && (timeline.isPresent() || formats.stream().anyMatch(DECLARING::contains));
    }

    /** The sound a player would choose: the stream marked as default, else the first. */
    public Optional<AudioStream> audio() {
        return audio(stream -> true);
    }

    static boolean isSubtitle(MediaStream stream) {
        return stream instanceof MediaStream.Other other && other.type().equals("subtitle");
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

    /** All streams of a type, in the file's order. */
    public <T extends MediaStream> List<T> streams(Class<T> type) {
        return ofType(type).toList();
    }

    private <T extends MediaStream> Stream<T> ofType(Class<T> type) {
        return streams.stream().filter(type::isInstance).map(type::cast);
    }
}
