package io.dromedary.storage;

import java.util.Locale;
import java.util.Map;

/**
 * The MIME types of published files. The list is short on purpose: other files are served as bytes, which no browser runs
 * or shows.
 */
public final class ContentTypes {

    /** IANA's registry; RFC 8216 for playlists and segments; what browsers expect if the registry has no entry. */
    private static final Map<String, String> TYPES = Map.ofEntries(
            Map.entry("mp4", "video/mp4"), Map.entry("m4s", "video/iso.segment"), Map.entry("webm", "video/webm"),
            Map.entry("mov", "video/quicktime"), Map.entry("ts", "video/mp2t"),
            Map.entry("mkv", "video/x-matroska"), Map.entry("avi", "video/x-msvideo"),
            Map.entry("m3u8", "application/vnd.apple.mpegurl"), Map.entry("mpd", "application/dash+xml"), Map.entry("vtt", "text/vtt"),
            Map.entry("srt", "application/x-subrip"),
            Map.entry("mp3", "audio/mpeg"), Map.entry("aac", "audio/aac"), Map.entry("m4a", "audio/mp4"),
            Map.entry("ogg", "audio/ogg"), Map.entry("opus", "audio/ogg"), Map.entry("wav", "audio/wav"),
            Map.entry("flac", "audio/flac"),
            Map.entry("jpeg", "image/jpeg"), Map.entry("jpg", "image/jpeg"), Map.entry("png", "image/png"),
            Map.entry("webp", "image/webp"), Map.entry("avif", "image/avif"), Map.entry("gif", "image/gif"),
            Map.entry("json", "application/json"), Map.entry("txt", "text/plain"));

    private ContentTypes() {
    }

    public static String of(String fileName) {
        String extension = fileName.substring(fileName.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        return TYPES.getOrDefault(extension, "application/octet-stream");
    }
}
