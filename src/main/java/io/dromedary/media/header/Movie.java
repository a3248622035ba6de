package io.dromedary.media.header;

import io.dromedary.media.ByteRange;
import io.dromedary.media.IndexedTrack;
import java.io.EOFException;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.channels.SeekableByteChannel;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads the index of a file of the MP4 family (ISO/IEC 14496-12), which must be in one place and not in fragments. */
public final class Movie {

    /** What files of the family begin with; old ones of QuickTime do not say what they are. */
    private static final Set<String> FIRST = Set.of("ftyp", "moov", "mdat", "free", "skip", "wide");
    private static final int MOST_TRACKS = 32;
    private static final int LONGEST_HEAD = 16;

    /** Bytes between ranges for which a request of its own is not worth it. */
    private static final long NEAR = 256 << 10;
    private static final int MOST_RANGES = 64;

    private final Bytes file;
    private final MovieClock clock;
    private final List<Boxes.Box> tracks;
    private final Boxes.Box box;

    /** @throws EOFException for other files, for one in fragments, and where the index is damaged or not here yet */
    Movie(Bytes file) throws IOException {
        this.file = file;
        box = new Boxes(file, 0, file.size()).get("moov");
        Boxes movie = box.boxes(0);
        if (movie.find("mvex").isPresent()) {
            throw new EOFException("The index is in fragments");
        }
        clock = MovieClock.read(movie.get("mvhd").content());
        tracks = movie.all().stream().filter(box -> box.name().equals("trak")).toList();
        if (tracks.size() > MOST_TRACKS) {
            throw new EOFException("There are too many tracks");
        }
    }

    /**
     * The tracks of a file, in its order.
     *
     * @param file the file, of which parts may be missing
     * @return nothing for other files, for one in fragments, and where the index is damaged or not here yet
     */
    public static List<IndexedTrack> tracks(SeekableByteChannel file) throws IOException {
        try {
            var movie = new Movie(new Bytes(file));
            var tracks = new ArrayList<IndexedTrack>();
            for (TrackReader track : movie.readers()) {
                tracks.add(track.read());
            }
            return tracks;
        } catch (EOFException | BufferUnderflowException | IndexOutOfBoundsException | IllegalArgumentException e) {
            return List.of();
        }
    }

    /**
     * Where the file would end that has all samples of pictures and sound.
     *
     * @param file a complete file
     * @return empty where none lies behind its end, and for other files
     */
    public static Optional<Long> missingUntil(SeekableByteChannel file) throws IOException {
        try {
            long until = 0;
            for (TrackReader track : new Movie(new Bytes(file)).readers()) {
                boolean counts = track.handler().equals("vide") || track.handler().equals("soun");
                Samples samples = track.samples();
                while (counts && samples.next()) {
                    until = samples.isBehind() ? Math.max(until, samples.place() + samples.size()) : until;
                }
            }
            return Optional.of(until).filter(end -> end > 0);
        } catch (EOFException | BufferUnderflowException | IndexOutOfBoundsException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /**
     * Where the index of a file is.
     *
     * @param file the file, of which only the beginning may be here
     * @return where it is, or is if it is anywhere; empty for a file that begins as none of this family does
     */
    public static Optional<ByteRange> index(SeekableByteChannel file) throws IOException {
        var boxes = new Boxes(new Bytes(file), 0, file.size());
        return boxes.beginsWith(FIRST) ? Optional.of(boxes.place("moov")) : Optional.empty();
    }

    /**
     * Where what is read of a part of the file is.
     *
     * @param file the file, of which parts may be missing
     * @param from seconds to which FFmpeg seeks
     * @param until seconds at which the part ends
     * @param withSound whether its sound is used
     * @return ranges in the order of the file; empty where that is not known for sure, so that all of it must be there
     */
    public static List<ByteRange> places(SeekableByteChannel file, double from, double until, boolean withSound) throws IOException {
        try {
            var movie = new Movie(new Bytes(file));
            var places = new Places(from, until, withSound);
            places.add(Math.max(0, movie.box.start() - LONGEST_HEAD), movie.box.end());
            List<TrackReader> readers = movie.readers();
            readers.sort(Comparator.comparing(track -> !track.handler().equals("vide")));
            for (TrackReader track : readers) {
                places.add(track);
            }
            return joined(places.ranges());
        } catch (EOFException | BufferUnderflowException | IndexOutOfBoundsException | IllegalArgumentException e) {
            return List.of();
        }
    }

    /**
     * Whether the index comes first, and the samples of all tracks follow each other as they are played.
     *
     * @param file the file, of which parts may be missing
     * @return false also where the index cannot be read
     */
    public static boolean isInOrder(SeekableByteChannel file) throws IOException {
        try {
            var movie = new Movie(new Bytes(file));
            return new Interleaving(movie.readers()).isEvenFrom(movie.box.end());
        } catch (EOFException | BufferUnderflowException | IndexOutOfBoundsException | IllegalArgumentException e) {
            return false;
        }
    }

    MovieClock clock() {
        return clock;
    }

    /** One for each track, in the order of the file. */
    List<TrackReader> readers() throws IOException {
        var readers = new ArrayList<TrackReader>();
        for (Boxes.Box track : tracks) {
            readers.add(reader(track));
        }
        return readers;
    }

    private static List<ByteRange> joined(List<ByteRange> ranges) {
        var joined = new ArrayList<ByteRange>();
        for (ByteRange next : ranges.stream().sorted(Comparator.comparing(ByteRange::from)).toList()) {
            ByteRange last = joined.isEmpty() ? null : joined.get(joined.size() - 1);
            if (last != null && next.from() - last.to() <= NEAR) {
                joined.set(joined.size() - 1, new ByteRange(last.from(), Math.max(last.to(), next.to())));
            } else {
                joined.add(next);
            }
        }
        return joined.size() > MOST_RANGES ? List.of() : joined;
    }

    private TrackReader reader(Boxes.Box track) throws IOException {
        return new TrackReader(file, track, clock);
    }
}
