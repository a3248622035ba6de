package io.dromedary.storage;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** Converts names of files from URLs, for folders, and into URLs. */
public final class FileNames {

    /** ext4 and most other file systems allow 255 bytes; the rest is for the extension. */
    private static final int MAX_BYTES = 200;

    private FileNames() {
    }

    /** The last part of a URL's path without its extension, or {@code output} if there is none. */
    public static String stem(String url) {
        String name = last(url);
        int dot = name.lastIndexOf('.');
        String stem = dot > 0 ? name.substring(0, dot) : name;
        return stem.isBlank() ? "output" : stem;
    }

    /** The part of a file name after the last dot; empty if there is none. */
    public static String extension(String name) {
        String last = name.substring(name.lastIndexOf('/') + 1);
        return last.substring(last.lastIndexOf('.') + 1);
    }

    /** The last part of a URL's path; empty if there is none. */
    public static String last(String url) {
        String path = url.startsWith("s3://") ? url : decodedPath(url);
        return path.substring(path.lastIndexOf('/') + 1);
    }

    private static String decodedPath(String url) {
        try {
            String path = new URI(url).getPath();
            return path == null ? "" : path;
        } catch (URISyntaxException e) {
            int query = url.indexOf('?');
            return query < 0 ? url : url.substring(0, query);
        }
    }

    /**
     * A name that every file system and web server accepts: no control characters, slashes or leading dots, and not too long.
     */
    public static String safe(String name) {
        String safe = name.replaceAll("[\\p{Cc}/\\\\]", "_").replaceFirst("^\\.+", "_");
        while (safe.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
            safe = safe.substring(0, safe.offsetByCodePoints(safe.length(), -1));
        }
        return safe.isBlank() ? "output" : safe;
    }

    /** A relative path as a part of a URL's path. */
    public static String urlPath(String path) {
        return URLEncoder.encode(path, StandardCharsets.UTF_8)
                .replace("+", "%20").replace("%2F", "/").replace("%7E", "~");
    }
}
