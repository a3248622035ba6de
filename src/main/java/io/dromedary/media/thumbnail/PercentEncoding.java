package io.dromedary.media.thumbnail;

import java.nio.charset.StandardCharsets;

/** Percent-encodes a file's name for a URL, for files that refer to others beside them. */
final class PercentEncoding {

    private static final String PLAIN = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";

    private PercentEncoding() {}

    /** Writes every byte except the unreserved characters as {@code %XX} (RFC 3986 §2). */
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
