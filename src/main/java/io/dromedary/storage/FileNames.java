package io.dromedary.storage;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** Names of files: out of URLs, into folders, into URLs. */
public final class FileNames {

    /** ext4 and most others take 255 bytes; the rest is for the extension. */
    private static final int MAX_BYTES = 200;

    private FileNames() {
    }

    /** The last part of a URL's path without its extension, and {@code output} where there is none. */
    public static String stem(String url) {
        String name = last(url);
        int dot = name.lastIndexOf('.');
        String stem = dot > 0 ? name.substring(0, dot) : name;
        return stem.isBlank() ? "output" : stem;
    }

    /** What follows the last dot of a file's name; empty where there is none. */
    public static String extension(String name) {
        String last = name.substring(name.lastIndexOf('/') + 1);
        return last.substring(last.lastIndexOf('.') + 1);
    }

    /** The last part of a URL's path; empty where there is none. */
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
     * A name that every file system and web server takes: no control characters, slashes or leading dots, and not
     * too long.
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
