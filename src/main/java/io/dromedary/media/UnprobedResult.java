package io.dromedary.media;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What is known of a result that ffprobe cannot read.
 *
 * @param kind as in the file object
 * @param format as in the file object
 * @param picture its size in pixels and its codec; empty when it is not a picture
 * @param duration seconds
 * @param fps frames per second
 */
public record UnprobedResult(
        String kind, String format, Optional<Picture> picture, OptionalDouble duration, OptionalDouble fps) {

    /** A picture's size in pixels, and FFmpeg's name of its codec. */
    public record Picture(int width, int height, String codec) {}

    /**
     * The file object of the HTTP contract, without a URL.
     *
     * @param bytes the file's size
     */
    public Map<String, Object> describe(long bytes) {
        var codecs = new LinkedHashMap<String, Object>();
        codecs.put("video", picture.map(Picture::codec).orElse(null));
        codecs.put("audio", null);
        var object = new LinkedHashMap<String, Object>();
        object.put("object", "file");
        object.put("kind", kind);
        object.put("url", null);
        object.put("format", format);
        object.put("width", picture.map(Picture::width).orElse(null));
        object.put("height", picture.map(Picture::height).orElse(null));
        object.put("duration", FileDescription.rounded(duration));
        object.put("fps", FileDescription.rounded(fps));
        object.put("bitrate", null);
        object.put("filesize", bytes);
        object.put("codecs", codecs);
        object.put("rotation", picture.map(none -> 0).orElse(null));
        return object;
    }
}
