package io.dromedary.media;

/** A file that a job needs beside its input. */
public enum Attachment implements WireName {
    /** A still picture that is laid over the result. */
    WATERMARK("options.watermark.url", "watermark", true, 32 << 20),
    /** Subtitles as SubRip or WebVTT. */
    SUBTITLES("options.subtitle_url", "subtitle file", false, 8 << 20);

    private final String field;
    private final String label;
    private final boolean picture;
    private final long maxBytes;

    Attachment(String field, String label, boolean picture, long maxBytes) {
        this.field = field;
        this.label = label;
        this.picture = picture;
        this.maxBytes = maxBytes;
    }

    /** The field of the request that names it, as a path from the body's root. */
    public String field() {
        return field;
    }

    /** Its name in messages. */
    public String label() {
        return label;
    }

    /** Whether ffprobe is asked about it; the others are text. */
    public boolean isPicture() {
        return picture;
    }

    /** The largest accepted size in bytes, far more than a real one needs. */
    public long maxBytes() {
        return maxBytes;
    }

    /** The name of its file in the job's folder. */
    public String fileName() {
        return wireName();
    }
}
