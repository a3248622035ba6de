package io.dromedary.media.thumbnail;

import java.nio.charset.StandardCharsets;

/** Writes a file's name as a part of a URL, for files that point to others beside them. */
final class PercentEncoding {

    private static final String PLAIN = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";

    private PercentEncoding() {}

    /** Every byte but the unreserved characters as {@code %XX} (RFC 3986 §2). */
    static String encode(String name) {
        var encoded = new StringBuilder();
        for (byte one : name.getBytes(StandardCharsets.UTF_8)) {
            if (one > 0 && PLAIN.indexOf(one) >= 0) {
                encoded.append((char) one);
            } else {
                encoded.append("%%%02X".formatted(one & 0xff));
            }
        }
        return encoded.toString();
    }
}
