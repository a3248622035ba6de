package io.dromedary.e2e;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** A file and how it was damaged. What is drawn from the same random numbers is the same. */
record Mutation(byte[] bytes, String recipe) {

    private static final int MOST_AT_ONCE = 3;
    private static final int MOST_DOUBLINGS = 7;
    private static final int LONGEST_RUN = 256;
    private static final int LONGEST_HEADER = 512;
    /** What a size is set to: those around its own, around nothing, and around where numbers change their sign. */
    private static final long[] EXTREMES = {0, 1, 2, 7, 8, 0x7F, 0xFF, 0x7FFF, 0xFFFF, 0x7FFF_FFFEL, 0x7FFF_FFFFL,
            0x8000_0000L, 0xFFFF_FFF0L, 0xFFFF_FFFFL};
    /** Elements of Matroska (RFC 9559): the segment, its information, tracks, clusters, blocks, cues and tags. */
    private static final List<byte[]> ELEMENTS = List.of(bytes(0x1A, 0x45, 0xDF, 0xA3), bytes(0x18, 0x53, 0x80, 0x67),
            bytes(0x15, 0x49, 0xA9, 0x66), bytes(0x16, 0x54, 0xAE, 0x6B), bytes(0x1F, 0x43, 0xB6, 0x75),
            bytes(0x1C, 0x53, 0xBB, 0x6B), bytes(0x12, 0x54, 0xC3, 0x67), bytes(0x63, 0xA2));

    private interface Step {
        Mutation of(byte[] file, byte[] other, Random random);
    }

    private static final List<Step> STEPS = List.of(Mutation::bits, Mutation::run, Mutation::cut, Mutation::splice,
            Mutation::size, Mutation::size, Mutation::again, Mutation::header, Mutation::number);

    /**
     * Damages a file in one to three ways, half of the time in one.
     *
     * @param other a file whose bytes may come to stand behind its own
     */
    static Mutation of(byte[] file, byte[] other, Random random) {
        var mutated = new Mutation(file, "");
        for (int left = 1 + Math.max(0, random.nextInt(MOST_AT_ONCE + 1) - 1); left > 0 && mutated.bytes.length > 1; left--) {
            Mutation next = STEPS.get(random.nextInt(STEPS.size())).of(mutated.bytes.clone(), other, random);
            mutated = new Mutation(next.bytes, mutated.recipe.isEmpty() ? next.recipe
                    : mutated.recipe + ", " + next.recipe);
        }
        return mutated;
    }

    private static Mutation bits(byte[] file, byte[] other, Random random) {
        int count = 1 << random.nextInt(MOST_DOUBLINGS);
        for (int i = 0; i < count; i++) {
            file[random.nextInt(file.length)] ^= (byte) (1 << random.nextInt(8));
        }
        return new Mutation(file, count + " bits flipped");
    }

    private static Mutation run(byte[] file, byte[] other, Random random) {
        int from = random.nextInt(file.length);
        int to = Math.min(file.length, from + 1 + random.nextInt(LONGEST_RUN));
        int value = random.nextInt(256);
        Arrays.fill(file, from, to, (byte) value);
        return new Mutation(file, "%d-%d all %d".formatted(from, to, value));
    }

    private static Mutation cut(byte[] file, byte[] other, Random random) {
        int at = 1 + random.nextInt(file.length - 1);
        return random.nextInt(4) == 0
                ? new Mutation(Arrays.copyOfRange(file, at, file.length), "nothing before " + at)
                : new Mutation(Arrays.copyOf(file, at), "cut off at " + at);
    }

    private static Mutation splice(byte[] file, byte[] other, Random random) {
        int at = random.nextInt(file.length);
        int from = random.nextInt(other.length);
        return new Mutation(joined(Arrays.copyOf(file, at), Arrays.copyOfRange(other, from, other.length)),
                "from %d on another file from its %d on".formatted(at, from));
    }

    private static Mutation again(byte[] file, byte[] other, Random random) {
        int from = random.nextInt(file.length);
        int to = Math.min(file.length, from + 1 + random.nextInt(1 + file.length / 2));
        return new Mutation(joined(Arrays.copyOf(file, to), Arrays.copyOfRange(file, from, file.length)),
                "%d-%d twice".formatted(from, to));
    }

    private static Mutation header(byte[] file, byte[] other, Random random) {
        int bytes = Math.min(file.length, 1 + random.nextInt(LONGEST_HEADER));
        Arrays.fill(file, 0, bytes, (byte) 0);
        return new Mutation(file, "first %d zero".formatted(bytes));
    }

    /** A number of any width anywhere, to an extreme. */
    private static Mutation number(byte[] file, byte[] other, Random random) {
        return written(file, random.nextInt(file.length), 1 << random.nextInt(4),
                random.nextBoolean() ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN,
                EXTREMES[random.nextInt(EXTREMES.length)]);
    }

    /** The length of a box, chunk or element, to an extreme; a file without them has any number changed. */
    private static Mutation size(byte[] file, byte[] other, Random random) {
        List<Field> fields = fields(file);
        if (fields.isEmpty()) {
            return number(file, other, random);
        }
        Field field = fields.get(random.nextInt(fields.size()));
        long value = switch (random.nextInt(4)) {
            case 0 -> field.value() - 1;
            case 1 -> field.value() + 1 + random.nextInt(16);
            default -> EXTREMES[random.nextInt(EXTREMES.length)];
        };
        return written(file, field.at(), 4, field.order(), value);
    }

    /** A number of four bytes that seems to be a length. */
    private record Field(int at, ByteOrder order, long value) {
    }

    private static List<Field> fields(byte[] file) {
        var fields = new ArrayList<Field>();
        for (int at = 0; at + 8 <= file.length; at++) {
            // MP4 and PNG say length, then name; RIFF, AIFF and CAF say name, then length.
            long before = at < 4 ? -1 : Integer.toUnsignedLong(big(file, at - 4));
            long big = Integer.toUnsignedLong(big(file, at + 4));
            long little = Integer.toUnsignedLong(Integer.reverseBytes(big(file, at + 4)));
            if (isName(file, at)) {
                if (before > 0 && before <= file.length) {
                    fields.add(new Field(at - 4, ByteOrder.BIG_ENDIAN, before));
                } else if (little > 0 && little <= file.length) {
                    fields.add(new Field(at + 4, ByteOrder.LITTLE_ENDIAN, little));
                } else if (big > 0 && big <= file.length) {
                    fields.add(new Field(at + 4, ByteOrder.BIG_ENDIAN, big));
                }
            }
            for (byte[] element : ELEMENTS) {
                if (Arrays.equals(file, at, at + element.length, element, 0, element.length)) {
                    fields.add(new Field(at + element.length, ByteOrder.BIG_ENDIAN, big(file, at + element.length)));
                }
            }
        }
        return fields;
    }

    private static boolean isName(byte[] file, int at) {
        return IntStream.range(at, at + 4).allMatch(i -> file[i] == ' ' || Character.isLetterOrDigit(file[i] & 0x7F)
                && file[i] > 0);
    }

    private static int big(byte[] file, int at) {
        return at + 4 <= file.length ? ByteBuffer.wrap(file).getInt(at) : 0;
    }

    private static Mutation written(byte[] file, int at, int width, ByteOrder order, long value) {
        byte[] number = ByteBuffer.allocate(8).order(order).putLong(value).array();
        int from = order == ByteOrder.BIG_ENDIAN ? 8 - width : 0;
        for (int i = 0; i < width && at + i < file.length; i++) {
            file[at + i] = number[from + i];
        }
        return new Mutation(file, "%d bytes at %d are %d%s".formatted(width, at, value,
                order == ByteOrder.BIG_ENDIAN ? "" : " backwards"));
    }

    private static byte[] joined(byte[] head, byte[] tail) {
        byte[] whole = Arrays.copyOf(head, head.length + tail.length);
        System.arraycopy(tail, 0, whole, head.length, tail.length);
        return whole;
    }

    private static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }
}
