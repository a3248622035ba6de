package io.dromedary.media.header;

import io.dromedary.media.ByteRange;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Boxes of the MP4 family (ISO/IEC 14496-12, 4.2), one behind the other.
 *
 * @param file the file
 * @param start where the first one begins
 * @param end where the last one ends
 */
record Boxes(Bytes file, long start, long end) {

    private static final int MOST = 10_000;
    private static final int HEAD = 8;
    private static final int LONG_HEAD = 16;

    /**
     * A box.
     *
     * @param name its four letters
     * @param start where its content begins
     * @param end where it ends
     */
    record Box(Bytes file, String name, long start, long end) {

        /** The boxes in it, behind some bytes of its own. */
        Boxes boxes(int behind) {
            return new Boxes(file, start + behind, end);
        }

        /** What it begins with, big-endian. */
        ByteBuffer content() throws IOException {
            return file.beginning(start, end - start);
        }
    }

    List<Box> all() throws IOException {
        var all = new ArrayList<Box>();
        for (long at = start; at + HEAD <= end; at = all.get(all.size() - 1).end()) {
            if (all.size() == MOST) {
                throw new EOFException("There are too many boxes");
            }
            all.add(box(at));
        }
        return all;
    }

    private Box box(long at) throws IOException {
        ByteBuffer head = file.at(at, HEAD);
        long size = head.getInt(0) & 0xFFFF_FFFFL;
        long content = at + HEAD;
        if (size == 1) {
            size = file.at(at + HEAD, HEAD).getLong(0);
            content = at + LONG_HEAD;
        } else if (size == 0) {
            size = end - at;
        }
        if (size < content - at || size > end - at) {
            throw new EOFException("A box is not whole");
        }
        return new Box(file, Bytes.name(head, 4), content, at + size);
    }

    /** Has the first box one of these names? */
    boolean beginsWith(Set<String> names) throws IOException {
        try {
            return names.contains(Bytes.name(file.at(start, HEAD), 4));
        } catch (EOFException tooShort) {
            return false;
        }
    }

    /** Where the first box of this name is, where only the beginning is here: all behind it may be that. */
    ByteRange place(String name) throws IOException {
        long at = start;
        try {
            for (int count = 0; count < MOST; count++) {
                Box box = box(at);
                if (box.name().equals(name)) {
                    return new ByteRange(at, box.end());
                }
                at = box.end();
            }
        } catch (EOFException notHere) {
            return new ByteRange(at, end);
        }
        return new ByteRange(at, end);
    }

    Optional<Box> find(String name) throws IOException {
        return all().stream().filter(box -> box.name().equals(name)).findFirst();
    }

    Box get(String name) throws IOException {
        return find(name).orElseThrow(() -> new EOFException("There is no " + name));
    }
}
