package io.dromedary.media.header;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/**
 * The beginning of a colour profile (ICC.1:2010): the colours that it is for, its name, and whether they are those of sRGB,
 * which everything assumes without a profile.
 */
final class IccProfile {

    private static final int HEADER = 128;
    private static final int ENTRY = 12;
    private static final int MOST_TAGS = 200;
    private static final int LONGEST_NAME = 64;

    /** The primaries of sRGB for the white of profiles (IEC 61966-2-1, adapted by ICC.1:2010 annex E). */
    private static final Map<String, double[]> SRGB = Map.of("rXYZ", new double[] {0.4361, 0.2225, 0.0139},
            "gXYZ", new double[] {0.3851, 0.7169, 0.0971}, "bXYZ", new double[] {0.1431, 0.0606, 0.7141});
    private static final double NEAR = 0.003;
    /** What sRGB makes of half of its range; a gamma of 2.2 gives 0.2176. */
    private static final double SRGB_HALF = 0.2140;
    private static final double NEAR_HALF = 0.006;

    private final ByteBuffer bytes;

    /** @param bytes the beginning of the profile; what lies behind counts as missing */
    IccProfile(ByteBuffer bytes) {
        this.bytes = bytes;
    }

    /**
     * The name of a profile that changes what is seen; empty for that of sRGB, and for one that is not for these colours,
     * which nothing applies.
     *
     * @param colours what the picture consists of: {@code GRAY}, {@code RGB } or {@code CMYK}
     */
    Optional<String> name(String colours) {
        return bytes.limit() < HEADER + 4 || !Bytes.name(bytes, 16).equals(colours) || isSrgb()
                ? Optional.empty() : Optional.of(description());
    }

    private boolean isSrgb() {
        if (find("A2B0") >= 0) {
            return false;
        }
        if (Bytes.name(bytes, 16).equals("GRAY")) {
            return isSrgbCurve("kTRC");
        }
        return SRGB.entrySet().stream().allMatch(each -> isNear(find(each.getKey()), each.getValue()))
                && isSrgbCurve("rTRC") && isSrgbCurve("gTRC") && isSrgbCurve("bTRC");
    }

    private boolean isNear(int at, double[] wanted) {
        if (at < 0 || at + 20 > bytes.limit()) {
            return false;
        }
        for (int i = 0; i < wanted.length; i++) {
            if (Math.abs(fixed(at + 8 + 4 * i) - wanted[i]) > NEAR) {
                return false;
            }
        }
        return true;
    }

    private boolean isSrgbCurve(String tag) {
        int at = find(tag);
        return at >= 0 && at + 14 <= bytes.limit() && Math.abs(half(at) - SRGB_HALF) < NEAR_HALF;
    }

    /** What a curve makes of half of its range. */
    private double half(int at) {
        if (Bytes.name(bytes, at).equals("para")) {
            return parametric(bytes.getShort(at + 8), at + 12);
        }
        int count = bytes.getInt(at + 8);
        if (count <= 1) {
            return Math.pow(0.5, count < 1 ? 1 : (bytes.getShort(at + 12) & 0xFFFF) / 256.0);
        }
        int middle = at + 12 + (count - 1) / 2 * 2;
        return middle + 2 > bytes.limit() ? 0 : (bytes.getShort(middle) & 0xFFFF) / 65_535.0;
    }

    /** ICC.1:2010, table 65, for a value in its upper part. */
    private double parametric(int function, int at) {
        double gamma = fixed(at);
        if (function == 0) {
            return Math.pow(0.5, gamma);
        }
        double scaled = Math.pow(fixed(at + 4) * 0.5 + fixed(at + 8), gamma);
        return function == 2 ? scaled + fixed(at + 12) : function == 4 ? scaled + fixed(at + 20) : scaled;
    }

    private double fixed(int at) {
        return at + 4 > bytes.limit() ? 0 : bytes.getInt(at) / 65_536.0;
    }

    /** Where a tag is; -1 if it is not within what is known. */
    private int find(String tag) {
        int count = Math.min(MOST_TAGS, bytes.getInt(HEADER));
        for (int i = 0; i < count && HEADER + 4 + (i + 1) * ENTRY <= bytes.limit(); i++) {
            int at = HEADER + 4 + i * ENTRY;
            int offset = bytes.getInt(at + 4);
            if (Bytes.name(bytes, at).equals(tag)) {
                return offset >= HEADER && offset <= bytes.limit() - ENTRY ? offset : -1;
            }
        }
        return -1;
    }

    /** Its description, by which people know it. */
    private String description() {
        int at = find("desc");
        if (at < 0) {
            return "without a name";
        }
        boolean wide = Bytes.name(bytes, at).equals("mluc");
        int from = wide ? at + Math.max(0, bytes.getInt(Math.min(at + 24, bytes.limit() - 4))) : at + 12;
        int length = wide ? bytes.getInt(Math.min(at + 20, bytes.limit() - 4)) : bytes.getInt(at + 8);
        int end = (int) Math.min(bytes.limit(), (long) from + Math.max(0, Math.min(length, 4 * LONGEST_NAME)));
        if (from >= end) {
            return "without a name";
        }
        var text = new byte[end - from];
        bytes.get(from, text);
        String name = new String(text, wide ? StandardCharsets.UTF_16BE : StandardCharsets.US_ASCII)
                .replaceAll("[^\\p{L}\\p{N} ().,:/_-]", "").strip();
        return name.isEmpty() ? "without a name" : name.substring(0, Math.min(name.length(), LONGEST_NAME));
    }
}
