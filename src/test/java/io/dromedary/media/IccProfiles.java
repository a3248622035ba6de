package io.dromedary.media;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** Writes colour profiles of three primaries and a gamma (ICC.1:2001-04), such as Adobe RGB (1998). */
public final class IccProfiles {

    /** The primaries of Adobe RGB (1998) for the white of profiles, and its gamma, 2 51/256. */
    private static final double[][] ADOBE = {
        {0.60974, 0.31111, 0.01947}, {0.20528, 0.62567, 0.06087}, {0.14919, 0.06322, 0.74457}};
    private static final int ADOBE_GAMMA = 2 * 256 + 51;

    private IccProfiles() {}

    public static byte[] adobe() {
        return matrix("Adobe RGB (1998)", ADOBE, ADOBE_GAMMA);
    }

    /** The colours of sRGB, as from a profile. */
    public static byte[] srgb() {
        return matrix("sRGB", new double[][] {
            {0.43607, 0.22249, 0.01392}, {0.38515, 0.71687, 0.09708}, {0.14307, 0.06061, 0.7141}}, 563);
    }

    private static byte[] matrix(String name, double[][] primaries, int gamma) {
        var tags = new LinkedHashMap<String, byte[]>();
        tags.put("desc", description(name));
        tags.put("cprt", ByteBuffer.allocate(16).put("text\0\0\0\0none\0".getBytes(StandardCharsets.US_ASCII)).array());
        tags.put("wtpt", xyz(0.9642, 1, 0.8249));
        for (int i = 0; i < 3; i++) {
            tags.put("rgb".charAt(i) + "XYZ", xyz(primaries[i]));
            tags.put("rgb".charAt(i) + "TRC", ByteBuffer.allocate(16).put("curv".getBytes(StandardCharsets.US_ASCII)).putInt(0)
                    .putInt(1).putShort((short) gamma).array());
        }
        int size = 132 + tags.size() * 12 + tags.values().stream().mapToInt(tag -> tag.length).sum();
        var profile = ByteBuffer.allocate(size).putInt(size).putInt(0).putInt(0x02100000);
        profile.put("mntrRGB XYZ ".getBytes(StandardCharsets.US_ASCII)).position(36);
        profile.put("acsp".getBytes(StandardCharsets.US_ASCII)).position(68);
        profile.put(xyz(0.9642, 1, 0.8249), 8, 12).position(128);
        profile.putInt(tags.size());
        int at = 132 + tags.size() * 12;
        for (Map.Entry<String, byte[]> tag : tags.entrySet()) {
            profile.put(tag.getKey().getBytes(StandardCharsets.US_ASCII)).putInt(at).putInt(tag.getValue().length);
            at += tag.getValue().length;
        }
        tags.values().forEach(profile::put);
        return profile.array();
    }

    private static byte[] xyz(double... values) {
        var tag = ByteBuffer.allocate(20).put("XYZ ".getBytes(StandardCharsets.US_ASCII)).putInt(0);
        for (double value : values) {
            tag.putInt((int) Math.round(value * 65_536));
        }
        return tag.array();
    }

    private static byte[] description(String name) {
        int size = (12 + name.length() + 1 + 78 + 3) / 4 * 4;
        return ByteBuffer.allocate(size).put("desc".getBytes(StandardCharsets.US_ASCII)).putInt(0).putInt(name.length() + 1)
                .put(name.getBytes(StandardCharsets.US_ASCII)).array();
    }
}
