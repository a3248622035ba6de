package io.dromedary.media.probe;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** The first bytes of a file, and as text in which each is a character. */
record Head(byte[] bytes, String text) {

    private static final List<Integer> PACKETS = List.of(188, 192, 204);
    private static final byte SYNC = 0x47;
    /** This many in a row are no coincidence. */
    private static final int IN_A_ROW = 4;

    Head(byte[] bytes) {
        this(bytes, new String(bytes, StandardCharsets.ISO_8859_1));
    }

    /** Whether the text begins with a pattern, in which a dot stands for any byte. */
    static Predicate<Head> begins(String pattern) {
        Pattern compiled = Pattern.compile(pattern, Pattern.DOTALL);
        return head -> compiled.matcher(head.text()).lookingAt();
    }

    boolean contains(String part) {
        return text.contains(part);
    }

    /** Whether a packet begins within the length of one, and others follow it. */
    boolean isTransportStream() {
        for (int size : PACKETS) {
            for (int from = 0; from < size; from++) {
                if (isPackets(from, size)) {
                    return true;
                }
            }
        }
        return false;
    }

    private boolean isPackets(int from, int size) {
        int count = 0;
        for (int at = from; at < bytes.length && count < IN_A_ROW; at += size) {
            if (bytes[at] != SYNC) {
                return false;
            }
            count++;
        }
        return count == IN_A_ROW || from == 0 && count > 0 && bytes.length >= size;
    }

    /**
     * Whether there is a frame that another follows, or that is the last. Recorders leave all kinds of data before
     * it.
     */
    boolean hasFrames(AudioFrames.FrameLength length) {
        for (int at = 0; at + AudioFrames.HEADER <= bytes.length; at++) {
            int next = at + length.of(bytes, at);
            if (next > at && (next + AudioFrames.HEADER > bytes.length
                    ? next == bytes.length || at == 0 : length.of(bytes, next) > 0)) {
                return true;
            }
        }
        return false;
    }
}
