package io.dromedary.media.header;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Walks over the samples of a track, from the first to the last: their times, places and sizes by the tables of ISO/IEC
 * 14496-12, 8.6 and 8.7. Of tables of any length, only a piece each is in memory.
 */
final class Samples {

    /** A day at 60 a second, twice; sound has fewer. A file with more is read as a whole, in other ways. */
    private static final long MOST = 10_400_000;
    /** Version, flags, and the number of entries. */
    private static final int HEAD = 8;

    private final Bytes file;
    private final long count;
    private final int sizeOfAll;
    private final Entries sizes;
    private final Entries times;
    private final Optional<Entries> shifts;
    private final Optional<Entries> keys;
    private final Entries runs;
    private final Entries chunks;
    private final boolean longPlaces;
    private long index;
    private long sameTime;
    private long duration;
    private long sameShift;
    private long nextKey;
    private long chunk;
    private long perChunk;
    private long nextRunFrom;
    private long nextPerChunk;
    private long leftInChunk;
    private long time;
    private int shift;
    private boolean key;
    private long place;
    private int size;

    /** @param table the box {@code stbl} */
    Samples(Bytes file, Boxes.Box table) throws IOException {
        this.file = file;
        Boxes boxes = table.boxes(0);
        Boxes.Box stsz = boxes.get("stsz");
        ByteBuffer head = file.at(stsz.start(), HEAD + 4);
        sizeOfAll = head.getInt(4);
        count = head.getInt(8) & 0xFFFF_FFFFL;
        if (count > MOST || sizeOfAll < 0) {
            throw new EOFException("There are too many samples");
        }
        sizes = new Entries(file, stsz.start() + HEAD + 4, 4, sizeOfAll == 0 ? count : 0, stsz.end());
        times = entries(boxes.get("stts"), 8);
        shifts = entries(boxes.find("ctts"), 8);
        keys = entries(boxes.find("stss"), 4);
        runs = entries(boxes.get("stsc"), 12);
        longPlaces = boxes.find("stco").isEmpty();
        chunks = entries(boxes.get(longPlaces ? "co64" : "stco"), longPlaces ? 8 : 4);
        nextKey = nextKey();
        nextRun();
    }

    private Optional<Entries> entries(Optional<Boxes.Box> box, int width) throws IOException {
        return box.isPresent() ? Optional.of(entries(box.get(), width)) : Optional.empty();
    }

    private Entries entries(Boxes.Box box, int width) throws IOException {
        long entries = file.at(box.start(), HEAD).getInt(4) & 0xFFFF_FFFFL;
        if (entries > MOST) {
            throw new EOFException("A table is too long");
        }
        return new Entries(file, box.start() + HEAD, width, entries, box.end());
    }

    /** How many there are. */
    long count() {
        return count;
    }

    /** Goes to the next sample, if there is one. */
    boolean next() throws IOException {
        if (index == count) {
            return false;
        }
        time += index == 0 ? 0 : duration;
        while (sameTime == 0) {
            ByteBuffer entry = times.next();
            sameTime = entry.getInt() & 0xFFFF_FFFFL;
            duration = entry.getInt() & 0xFFFF_FFFFL;
        }
        sameTime--;
        shift();
        index++;
        key = keys.isEmpty() || index == nextKey;
        if (key && keys.isPresent()) {
            nextKey = nextKey();
        }
        locate();
        return true;
    }

    private void shift() throws IOException {
        while (shifts.isPresent() && sameShift == 0) {
            ByteBuffer entry = shifts.get().next();
            sameShift = entry.getInt() & 0xFFFF_FFFFL;
            shift = entry.getInt();
        }
        sameShift--;
    }

    private long nextKey() throws IOException {
        return keys.isPresent() && keys.get().hasNext() ? keys.get().next().getInt() & 0xFFFF_FFFFL : 0;
    }

    private void locate() throws IOException {
        long before = size;
        size = sizeOfAll != 0 ? sizeOfAll : sizes.next().getInt();
        if (size < 0) {
            throw new EOFException("A sample is too large");
        }
        if (leftInChunk > 0) {
            place += before;
        } else {
            chunk++;
            while (nextRunFrom > 0 && chunk >= nextRunFrom) {
                perChunk = nextPerChunk;
                nextRun();
            }
            if (perChunk <= 0) {
                throw new EOFException("A chunk has no samples");
            }
            leftInChunk = perChunk;
            place = longPlaces ? chunks.next().getLong() : chunks.next().getInt() & 0xFFFF_FFFFL;
        }
        leftInChunk--;
        if (place < 0 || place > Long.MAX_VALUE - size) {
            throw new EOFException("A sample is nowhere");
        }
    }

    /** Whether the sample is in the file, of which the end may be cut off. */
    boolean isThere() throws IOException {
        return place <= file.size() - size;
    }

    /** Whether not even its first byte is. */
    boolean isBehind() throws IOException {
        return place >= file.size();
    }

    private void nextRun() throws IOException {
        if (!runs.hasNext()) {
            nextRunFrom = 0;
            return;
        }
        ByteBuffer run = runs.next();
        nextRunFrom = run.getInt() & 0xFFFF_FFFFL;
        nextPerChunk = run.getInt() & 0xFFFF_FFFFL;
        run.getInt();
        if (nextRunFrom <= chunk) {
            throw new EOFException("The runs of chunks are out of order");
        }
    }

    /** When the sample is decoded, in ticks of the track's clock. */
    long time() {
        return time;
    }

    /** How many ticks it lasts. */
    long duration() {
        return duration;
    }

    /** When it is shown, in ticks. */
    long shown() {
        return time + shift;
    }

    boolean isKey() {
        return key;
    }

    /** Where its bytes are in the file. */
    long place() {
        return place;
    }

    int size() {
        return size;
    }
}
